using System.Runtime.Versioning;
using NVirt.Testing;

namespace NVirt.Cli.Tests.Domains;

/// <summary>The permissions of files that the tool creates, and its behaviour where it may not create any.</summary>
[SupportedOSPlatform("linux")]
public sealed class FileRightsTests : IDisposable
{
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OwnersFile | UnixFileMode.UserExecute;

    private readonly DomainFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("000")]
    [InlineData("777")]
    [UnsupportedOSPlatform("windows")]
    public void What_is_made_is_its_owner_s_alone_whatever_the_shell_s_mask_is(string mask)
    {
        string root = Path.Combine(_folder.Root, "above", "host");
        string guest = _folder.Write("guest.xml", Guest);
        foreach (string command in new[] { $"define {guest}", "start small", "suspend small" })
        {
            Peer.Output("sh", "-c",
                $"umask {mask}; exec dotnet '{Path.Combine(AppContext.BaseDirectory, "nvirt.dll")}' domain {command} --root '{root}'");
        }

        try
        {
            string[] made =
                [.. Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories), root, Path.GetDirectoryName(root)!];
            Assert.Contains(made, p => p.EndsWith(".log", StringComparison.Ordinal));
            Assert.Contains(made, p => p.EndsWith("guest.json", StringComparison.Ordinal));
            Assert.Contains(made, p => p.EndsWith("/m", StringComparison.Ordinal));
            Assert.All(made, p => Assert.True(
                File.GetUnixFileMode(p) == OwnersFolder
                    || (File.GetUnixFileMode(p) == OwnersFile && !Directory.Exists(p)), $"{p} has {File.GetUnixFileMode(p)}"));
        }
        finally
        {
            Tool.Run("domain", "destroy", "small", "--root", root);
        }
    }

    [Fact]
    public void Where_nothing_can_be_written_what_is_there_is_listed_and_a_start_is_refused_in_one_line()
    {
        Needs.Hardware(Environment.IsPrivilegedProcess, "only root can mount a folder");
        _folder.Do("define", _folder.Write("guest.xml", Guest));
        Peer.Output("mount", "--bind", _folder.Root, _folder.Root);
        try
        {
            Peer.Output("mount", "-o", "remount,ro,bind", _folder.Root);
            Assert.Contains("small", _folder.Do("list", "--all"), StringComparison.Ordinal);
            var (code, _, error) = _folder.Run("start", "small");
            Assert.Equal(ExitCode.NotJudged, code);
            Assert.Contains(
                "Read-only file system", Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        }
        finally
        {
            Peer.Output("umount", "--lazy", _folder.Root);
        }

        _folder.Do("start", "small");
    }

    private static string Guest =>
        "<domain type='qemu'><name>small</name><memory unit='MiB'>16</memory><os><type arch='x86_64'>hvm</type></os></domain>";
}
