namespace NVirt.Qemu.Storage;

/// <summary>Who may use a folder or a file. What is <see langword="null"/> is left to the default.</summary>
/// <param name="Mode">The permissions, as in Unix.</param>
/// <param name="Owner">The owner's number.</param>
/// <param name="Group">The group's number.</param>
/// <param name="Label">The label of a security module; it is kept, and has no effect.</param>
internal sealed record StoragePermissions(uint? Mode, uint? Owner, uint? Group, string? Label);
