namespace NVirt.Platforms.Qemu;

/// <summary>An item behind the model of <c>-cpu</c>.</summary>
/// <param name="Sign">+ or - in front of it; = if it has a value, or none and means on.</param>
/// <param name="Name">The name as it stands there.</param>
/// <param name="Value">The value; on if there is none.</param>
/// <param name="Column">Its place in the text, from 0.</param>
internal readonly record struct QemuCpuItem(char Sign, string Name, string Value, int Column);
