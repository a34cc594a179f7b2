using NVirt.Fleet.Server.Tests.Store;

namespace NVirt.Fleet.Server.Tests.Support;

/// <summary>A folder that is a disk of its own, with little room; the test is skipped where it cannot be mounted.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TempFolder _folder = new();

    public SmallDisk(int mebibytes)
    {
        Needs.Hardware(Environment.IsPrivilegedProcess, "only root can mount a small disk");
        try
        {
            PostgresServer.Run("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m", "none", Root);
        }
        catch (Xunit.Sdk.XunitException)
        {
            Needs.Hardware(isThere: false, "a small disk cannot be mounted here");
        }
    }

    public string Root => _folder.Root;

    /// <summary>Takes some of the room.</summary>
    public string Fill(int bytes) => _folder.Write("filler", new byte[bytes]);

    public void Dispose()
    {
        PostgresServer.Run("umount", Root);
        _folder.Dispose();
    }
}
