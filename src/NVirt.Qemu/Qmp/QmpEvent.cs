using System.Text.Json;

namespace NVirt.Qemu.Qmp;

/// <summary>Something that happened in QEMU.</summary>
/// <param name="Name">Its name, for example <c>SHUTDOWN</c>.</param>
/// <param name="Data">QEMU's data for it, an object; <see langword="null"/> if there is none.</param>
/// <param name="Time">When it happened by the clock of QEMU's host, to the microsecond; <see langword="null"/> if QEMU does not
/// know.</param>
public sealed record QmpEvent(string Name, JsonElement? Data, DateTimeOffset? Time);
