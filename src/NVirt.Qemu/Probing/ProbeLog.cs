using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Qemu.Qmp;

namespace NVirt.Qemu.Probing;

/// <summary>
/// Queries a running QEMU and records every exchange. A refusal is an answer, too: what it means is judged when the recording is read.
/// </summary>
internal sealed class ProbeLog(QmpClient qmp, CancellationToken cancellation)
{
    private readonly List<(string Command, string? Arguments, string Reply)> _exchanges = [];

    public IReadOnlyList<(string Command, string? Arguments, string Reply)> Exchanges => _exchanges;

    /// <summary>Executes a command.</summary>
    /// <returns>What QEMU returned, or <see langword="null"/> if it refused.</returns>
    /// <exception cref="QmpException">It did not answer.</exception>
    public async Task<JsonElement?> AskAsync(string command, JsonObject? arguments = null)
    {
        string? text = arguments?.ToJsonString();
        try
        {
            JsonElement value = await qmp.ExecuteAsync(command, arguments, cancellation: cancellation);
            _exchanges.Add((command, text, $"{{\"return\": {value.GetRawText()}}}"));
            return value;
        }
        catch (QmpException e) when (e.Kind == QmpErrorKind.Refused)
        {
            JsonObject error = new() { ["class"] = e.ErrorClass, ["desc"] = e.Description };
            _exchanges.Add((command, text, $"{{\"error\": {error.ToJsonString()}}}"));
            return null;
        }
    }
}
