using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;

namespace NVirt.Qemu.Tests.Migration;

/// <summary>The connection between the two ends, line by line, with the planned faults.</summary>
#pragma warning disable CA1001 // What is never waited on has no handle to release.
internal sealed class ModelWire
#pragma warning restore CA1001
{
    private readonly Pipe _fromSource = new();
    private readonly Pipe _toDestination = new();
    private readonly Pipe _fromDestination = new();
    private readonly Pipe _toSource = new();
    private readonly Dictionary<int, string> _words = [];
    private readonly Func<string, ModelFault?> _plan;
    private readonly Action<ModelFault> _happen;
    private readonly CancellationTokenSource _cut = new();

    public ModelWire(Func<string, ModelFault?> plan, Action<ModelFault> happen)
    {
        _plan = plan;
        _happen = happen;
        _ = Task.Run(() => RelayAsync(_fromSource.Reader, _toDestination.Writer, isRequest: true));
        _ = Task.Run(() => RelayAsync(_fromDestination.Reader, _toSource.Writer, isRequest: false));
    }

    public Stream SourceInput => _toSource.Reader.AsStream();

    public Stream SourceOutput => _fromSource.Writer.AsStream();

    public Stream DestinationInput => _toDestination.Reader.AsStream();

    public Stream DestinationOutput => _fromDestination.Writer.AsStream();

    /// <summary>Completes when a keep-alive request was on its way.</summary>
    public TaskCompletionSource Beat { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Cut()
    {
        _cut.Cancel();
        lock (_cut)
        {
            _toDestination.Writer.Complete();
            _toSource.Writer.Complete();
        }
    }

    private async Task RelayAsync(PipeReader from, PipeWriter to, bool isRequest)
    {
        try
        {
            using StreamReader reader = new(from.AsStream());
            while (await reader.ReadLineAsync(_cut.Token) is { } line)
            {
                await PassAsync(line, to, isRequest);
            }

            await to.CompleteAsync();
        }
        catch (Exception e) when (e is OperationCanceledException or InvalidOperationException or IOException)
        {
            // It was cut.
        }
    }

    private async Task PassAsync(string line, PipeWriter to, bool isRequest)
    {
        (string place, int id) = Describe(line, isRequest);
        if (_plan(place) is not { } fault)
        {
            await SendAsync(line, to);
            return;
        }

        switch (fault.Kind)
        {
            case ModelFaultKind.Lose:
                break;
            case ModelFaultKind.Twice:
                await SendAsync(line, to);
                await SendAsync(line, to);
                break;
            case ModelFaultKind.Replace:
                await SendAsync(
                    fault.Text!.Replace("ID", id.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal),
                        to);
                break;
            case ModelFaultKind.CutBehind:
                await SendAsync(line, to);
                Cut();
                break;
            case ModelFaultKind.Cancel:
                _happen(fault);
                await SendAsync(line, to);
                break;
            default:
                _happen(fault);
                break;
        }
    }

    private (string Place, int Id) Describe(string line, bool isRequest)
    {
        JsonNode message = JsonNode.Parse(line)!;
        if (message["nvirt"] is not null)
        {
            return ("hello<", 0);
        }

        int id = message["id"]?.GetValue<int>() ?? 0;
        lock (_words)
        {
            if (isRequest)
            {
                _words[id] = message["execute"]!.GetValue<string>();
                if (_words[id] == "beat")
                {
                    Beat.TrySetResult();
                }
            }

            return (_words.GetValueOrDefault(id, "?") + (isRequest ? ">" : "<"), id);
        }
    }

    private async Task SendAsync(string line, PipeWriter to)
    {
        ValueTask<FlushResult> writing;
        lock (_cut)
        {
            writing = to.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"));
        }

        await writing;
    }
}
