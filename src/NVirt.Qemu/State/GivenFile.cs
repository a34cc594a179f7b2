namespace NVirt.Qemu.State;

/// <summary>A file that a guest's emulator may use while the guest runs, and how it was before.</summary>
/// <param name="Path">Where it was.</param>
/// <param name="Device">The device that it is on.</param>
/// <param name="Inode">Its number there.</param>
/// <param name="Group">Its group before.</param>
/// <param name="Mode">Its permissions before.</param>
/// <param name="GivenGroup">Its group while the guest runs.</param>
internal sealed record GivenFile(string Path, ulong Device, ulong Inode, uint Group, uint Mode, uint GivenGroup);
