using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Migration;
using NVirt.Xml;

namespace NVirt.Qemu.Migration;

/// <summary>
/// A destination that is reached through two streams. There is one request at a time, each has a number, and an answer counts only if it
/// has the same number; every wait has a limit.
/// </summary>
internal sealed class PeerDestination(string name, Stream input, Stream output, MigrationPatience patience) : IMigrationDestination
{
    private readonly JsonLines _lines = new(input, output, PeerProtocol.MaxAnswer, PeerProtocol.MaxQuestion);
    private int _version = PeerProtocol.Newest;
    private int _lastId;

    public string Name => name;

    /// <summary>Whether the other side can no longer be reached.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Waits until the other side says which versions it speaks.</summary>
    /// <exception cref="DomainException">It does not say so in time, or there is no common version.</exception>
    public async Task GreetAsync(CancellationToken cancellation)
    {
        JsonElement hello = await ReadAsync(PeerProtocol.Hello, patience.Greeting, patience.Greeting, cancellation);
        int newest = PeerProtocol.NumberOf(hello, PeerProtocol.Hello) ?? throw Lost(PeerProtocol.Malformed(hello, cause: null));
        int oldest = PeerProtocol.NumberOf(hello, PeerProtocol.Since) ?? newest;
        _version = PeerProtocol.Agree(newest, oldest) ?? throw Lost(new DomainException(
            DomainErrorKind.NoSupport, Text.Of(Messages.Remote_OtherVersion, name, newest, PeerProtocol.Versions)));
    }

    public async Task<string> PrepareAsync(MigrationOffer offer, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(offer);
        JsonObject request = new() { [PeerProtocol.Execute] = PeerProtocol.Prepare, ["offer"] = MigrationOfferJson.Write(offer) };
        JsonElement answer = await AskAsync(request, patience.Prepare, cancellation);
        return RequireReturn(answer) is { ValueKind: JsonValueKind.String } address
            ? PeerProtocol.Read(address, a => a.GetString())
            : throw Lost(PeerProtocol.Malformed(answer, cause: null));
    }

    public async Task WatchAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(patience.Beat, cancellation);
            RequireReturn(await AskAsync(new JsonObject { [PeerProtocol.Execute] = PeerProtocol.Beat }, patience.BeatAnswer, cancellation));
        }
    }

    public async Task<MigrationAnswer> FinishAsync(bool isPaused, CancellationToken cancellation = default)
    {
        using CancellationTokenSource end = new();
        await using CancellationTokenRegistration hurry = cancellation.Register(() => end.CancelAfter(patience.FinishCancelled));
        JsonElement answer = await AskAsync(
            new JsonObject { [PeerProtocol.Execute] = PeerProtocol.Finish, ["isPaused"] = isPaused }, patience.Finish, end.Token);
        if (JsonText.Member(answer, PeerProtocol.Error) is not { } error)
        {
            return MigrationAnswer.Taken(PeerProtocol.Read(RequireReturn(answer), SummaryJson.Read));
        }

        DomainException refusal = PeerProtocol.ReadError(error, name);
        return JsonText.StringOf(error, PeerProtocol.Guest) == PeerProtocol.Gone ? MigrationAnswer.Refused(refusal) : throw refusal;
    }

    public async Task AbortAsync() =>
        RequireReturn(
            await AskAsync(new JsonObject { [PeerProtocol.Execute] = PeerProtocol.Abort }, patience.Abort, CancellationToken.None));

    /// <summary>Stops talking: the streams now belong to somebody else.</summary>
    public ValueTask DisposeAsync()
    {
        IsLost = true;
        return ValueTask.CompletedTask;
    }

    private JsonElement RequireReturn(JsonElement answer) => JsonText.Member(answer, PeerProtocol.Error) is { } error
        ? throw PeerProtocol.ReadError(error, name)
        : answer.GetProperty(PeerProtocol.Return);

    /// <summary>Sends one request.</summary>
    /// <returns>The answer, which has either a result or an error.</returns>
    private async Task<JsonElement> AskAsync(JsonObject request, TimeSpan limit, CancellationToken cancellation)
    {
        if (IsLost)
        {
            throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.Remote_GivenUp, name));
        }

        string word = request[PeerProtocol.Execute]!.GetValue<string>();
        int id = ++_lastId;
        request[PeerProtocol.Version] = _version;
        request[PeerProtocol.Id] = id;
        long start = Environment.TickCount64;
        await WriteAsync(request, word, limit, cancellation);
        while (true)
        {
            TimeSpan left = limit - TimeSpan.FromMilliseconds(Environment.TickCount64 - start);
            JsonElement answer = await ReadAsync(word, limit, left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellation);
            bool isAnswer = PeerProtocol.NumberOf(answer, PeerProtocol.Version) == _version
                && JsonText.Member(answer, PeerProtocol.Return) is null != JsonText.Member(answer, PeerProtocol.Error) is null;
            int? about = isAnswer ? PeerProtocol.NumberOf(answer, PeerProtocol.Id) : null;
            if (about == id)
            {
                return answer;
            }

            // An answer that nobody is waiting for any more may still arrive.
            if (about is null || about > id || about < 1)
            {
                throw Lost(PeerProtocol.Malformed(answer, cause: null));
            }
        }
    }

    private async Task WriteAsync(JsonObject request, string word, TimeSpan limit, CancellationToken cancellation)
    {
        try
        {
            await _lines.WriteAsync(request, limit, cancellation);
        }
        catch (TimeoutException e)
        {
            throw Lost(TimedOut(word, limit, e));
        }
        catch (OperationCanceledException e)
        {
            IsLost = true;
            throw Cancelled(word, e, cancellation);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            throw Lost(new DomainException(DomainErrorKind.Failed, Text.Of(Messages.Remote_Closed, name, word), e));
        }
    }

    private async Task<JsonElement> ReadAsync(string word, TimeSpan limit, TimeSpan left, CancellationToken cancellation)
    {
        try
        {
            return await _lines.ReadAsync(left, cancellation)
                ?? throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.Remote_Closed, name, word));
        }
        catch (TimeoutException e)
        {
            throw Lost(TimedOut(word, limit, e));
        }
        catch (OperationCanceledException e)
        {
            throw Cancelled(word, e, cancellation);
        }
        catch (IOException e)
        {
            throw Lost(new DomainException(DomainErrorKind.Failed, Text.Of(Messages.Remote_Closed, name, word), e));
        }
        catch (DomainException e)
        {
            throw Lost(e);
        }
    }

    private DomainException TimedOut(string word, TimeSpan limit, Exception cause) =>
        new(DomainErrorKind.TimedOut, Text.Of(Messages.Remote_Silent, name, word, limit.TotalSeconds), cause);

    // The caller adds whom it waited for, together with where the guest is.
    private OperationCanceledException Cancelled(string word, Exception cause, CancellationToken cancellation)
    {
        string message = Text.Of(Messages.Remote_Cancelled, name, word);
        return new OperationCanceledException(message, new DomainException(DomainErrorKind.Failed, message, cause), cancellation);
    }

    private DomainException Lost(DomainException e)
    {
        IsLost = true;
        return e;
    }
}
