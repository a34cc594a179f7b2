using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Migration;
using NVirt.Domains.Driver.Peers;
using NVirt.Xml;

namespace NVirt.Qemu.Migration;

/// <summary>
/// The destination of a migration from another host: reads requests from a stream and answers them, one JSON object per line
/// (docs/reference/migration-protocol.md). If the stream ends or falls silent before the guest was taken over, nothing of it is left.
/// </summary>
internal static class DestinationService
{
    /// <summary>Serves one migration.</summary>
    /// <param name="input">Where requests come from.</param>
    /// <param name="output">Where answers go.</param>
    /// <param name="destination">The destination; it is disposed of at the end.</param>
    /// <param name="cancellation">Ends it, except that a "finish" request that has already come is answered first.</param>
    /// <exception cref="DomainException">The other side was silent for too long, or does not speak the protocol.</exception>
    public static Task RunAsync(Stream input, Stream output, IMigrationDestination destination, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(destination);
        return RunAsync(input, output, destination, MigrationPatience.Usual, cancellation);
    }

    internal static async Task RunAsync(
        Stream input, Stream output, IMigrationDestination destination, MigrationPatience patience, CancellationToken cancellation)
    {
        await using (destination)
        {
            JsonLines lines = new(input, output, PeerProtocol.MaxQuestion, PeerProtocol.MaxAnswer);
            Conversation conversation = new(lines, destination);
            try
            {
                await lines.WriteAsync(Hello(destination), patience.Silence, cancellation);
                while (await lines.ReadAsync(patience.Silence, cancellation) is { } request)
                {
                    // What was done is reported even if this service is being stopped: the source relies on it.
                    await lines.WriteAsync(await conversation.AnswerAsync(request, cancellation), patience.Silence, CancellationToken.None);
                }
            }
            catch (TimeoutException e)
            {
                throw new DomainException(
                    DomainErrorKind.TimedOut, Text.Of(Messages.Remote_SourceSilent, patience.Silence.TotalSeconds), e);
            }
        }
    }

    private static JsonObject Hello(IMigrationDestination destination) => new()
    {
        [PeerProtocol.Hello] = PeerProtocol.Newest,
        [PeerProtocol.Since] = PeerProtocol.Oldest,
        ["name"] = destination.Name,
    };

    /// <summary>The requests of one migration. A repeated request gets the same answer again, and is not executed again.</summary>
    private sealed class Conversation(JsonLines lines, IMigrationDestination destination)
    {
        private int _version = PeerProtocol.Newest;
        private int _lastId;
        private JsonObject? _lastAnswer;

        public async Task<JsonObject> AnswerAsync(JsonElement request, CancellationToken cancellation)
        {
            int? id = PeerProtocol.NumberOf(request, PeerProtocol.Id);
            if (id is not { } number || PeerProtocol.NumberOf(request, PeerProtocol.Version) is not { } spoken
                || JsonText.StringOf(request, PeerProtocol.Execute) is null)
            {
                return Answer(id, PeerProtocol.Error, PeerProtocol.WriteError(PeerProtocol.Malformed(request, cause: null)));
            }

            if (number == _lastId && _lastAnswer is not null)
            {
                return _lastAnswer;
            }

            if (spoken is < PeerProtocol.Oldest or > PeerProtocol.Newest)
            {
                return Answer(id, PeerProtocol.Error, PeerProtocol.WriteError(new DomainException(
                    DomainErrorKind.NoSupport, Text.Of(Messages.Remote_RequestVersion, spoken, PeerProtocol.Versions))));
            }

            if (number <= _lastId)
            {
                return Answer(id, PeerProtocol.Error, PeerProtocol.WriteError(
                    new DomainException(DomainErrorKind.InvalidState, Text.Of(Messages.Remote_OldRequest, number, _lastId))));
            }

            _version = spoken;
            _lastId = number;
            _lastAnswer = null;
            _lastAnswer = await TryExecuteAsync(number, request, cancellation);
            return _lastAnswer;
        }

        private async Task<JsonObject> TryExecuteAsync(int id, JsonElement request, CancellationToken cancellation)
        {
            try
            {
                return await ExecuteAsync(id, request, cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                throw;
            }
#pragma warning disable CA1031 // Whatever went wrong is reported to the source; it does not say where the guest is.
            catch (Exception e)
#pragma warning restore CA1031
            {
                return Answer(id, PeerProtocol.Error, PeerProtocol.WriteError(e));
            }
        }

        private async Task<JsonObject> ExecuteAsync(int id, JsonElement request, CancellationToken cancellation)
        {
            switch (JsonText.StringOf(request, PeerProtocol.Execute))
            {
                case PeerProtocol.Prepare:
                    MigrationOffer offer = PeerProtocol.Read(request, r => MigrationOfferJson.Read(r.GetProperty("offer")));
                    return Answer(
                        id, PeerProtocol.Return, await WhileConnectedAsync(end => destination.PrepareAsync(offer, end), cancellation));
                case PeerProtocol.Beat:
                    return Answer(id, PeerProtocol.Return, new JsonObject());
                case PeerProtocol.Finish:
                    // It ends by itself soon; stopping it halfway would not help.
                    MigrationAnswer answer = await destination.FinishAsync(JsonText.IsTrue(request, "isPaused"), CancellationToken.None);
                    return answer.Domain is { } domain ? Answer(id, PeerProtocol.Return, SummaryJson.Write(domain))
                        : Refusal(id, answer.Refusal!);
                case PeerProtocol.Abort:
                    await destination.AbortAsync();
                    return Answer(id, PeerProtocol.Return, new JsonObject());
                case var other:
                    throw new DomainException(
                        DomainErrorKind.NoSupport, Text.Of(Messages.Remote_UnknownRequest, PeerText.Show(Text.OnOneLine(other!, 100))));
            }
        }

        // Preparing can be cancelled when the source is gone.
        private async Task<string> WhileConnectedAsync(Func<CancellationToken, Task<string>> prepare, CancellationToken cancellation)
        {
            using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            Task<JsonElement?> next = lines.BeginRead();
            Task<string> preparing = prepare(end.Token);
            if (await Task.WhenAny(next, preparing) == next && (next.IsFaulted || await next is null))
            {
                await end.CancelAsync();
            }

            return await preparing;
        }

        private JsonObject Refusal(int id, Exception refusal)
        {
            JsonObject error = PeerProtocol.WriteError(refusal);
            error[PeerProtocol.Guest] = PeerProtocol.Gone;
            return Answer(id, PeerProtocol.Error, error);
        }

        private JsonObject Answer(int? id, string word, JsonNode? what) =>
            new() { [PeerProtocol.Version] = _version, [PeerProtocol.Id] = id, [word] = what };
    }
}
