using System.Text.Json;

namespace NVirt.Qemu.Qmp;

/// <summary>A message from QEMU (QEMU's documentation, "QEMU Machine Protocol Specification", server messages).</summary>
internal abstract record QmpMessage
{
    internal sealed record Greeting(QmpGreeting Value) : QmpMessage;

    internal sealed record Event(QmpEvent Value) : QmpMessage;

    internal sealed record Reply(long Id, JsonElement Value) : QmpMessage;

    internal sealed record Refusal(long Id, string ErrorClass, string Description) : QmpMessage;
}
