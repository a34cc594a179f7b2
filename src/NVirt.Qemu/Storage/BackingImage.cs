namespace NVirt.Qemu.Storage;

/// <summary>An image under another.</summary>
/// <param name="Path">Its path, or what QEMU takes for one.</param>
/// <param name="Format">Its format.</param>
internal sealed record BackingImage(string Path, string? Format)
{
    /// <summary>Whether the path is one of a file, and not the name of a protocol.</summary>
    public bool IsFile => Path.StartsWith('/');
}
