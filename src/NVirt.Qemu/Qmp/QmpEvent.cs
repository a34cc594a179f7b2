using System.Text.Json;

namespace NVirt.Qemu.Qmp;

/// <summary>Something that happened in QEMU.</summary>
/// <param name="Name">Its name, for example <c>SHUTDOWN</c>.</param>
/// <param name="Data">What QEMU says of it, an object; <see langword="null"/> if nothing.</param>
/// <param name="Time">When it happened by the clock of QEMU's host, to the microsecond; <see langword="null"/> if QEMU does not know.</param>
public sealed record QmpEvent(string Name, JsonElement? Data, DateTimeOffset? Time);
