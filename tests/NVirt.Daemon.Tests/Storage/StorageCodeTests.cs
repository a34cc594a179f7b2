using System.Text;

namespace NVirt.Daemon.Tests.Storage;

/// <summary>The numbers of errors, which programs go by, as python3-libvirt gets them.</summary>
public sealed class StorageCodeTests(RunningDaemon daemon) : IClassFixture<RunningDaemon>
{
    /// <summary>Calls whose answers are others, and why.</summary>
    private static readonly Dictionary<string, string> Known = new()
    {
        ["start nodir"] = "everything of storage has storage's domain",
        ["mk newline"] = "names with control characters are refused",
        ["mk compat bad"] = "refused before qemu-img is asked",
        ["define newline"] = "storage's domain, and a mistake in the document",
        ["def blank"] = "nobody could see such a name",
        ["def validate"] = "there are no schemas of pools, so the flag has no effect",
    };

    private static string Folder => Path.Combine(Places.Root, "tests", "NVirt.Daemon.Tests", "Storage");

    [Fact]
    public void Errors_have_the_numbers_that_libvirts_daemon_gives_them()
    {
        Needs.Linux("the daemon's sockets are those of Linux");
        Needs.Package(File.Exists("/usr/lib/python3/dist-packages/libvirt.py"), "python3-libvirt is not installed");
        Needs.Program("qemu-img", "qemu-utils");
        using TempFolder folder = new();
        string uri = $"qemu:///{(Environment.IsPrivilegedProcess ? "system" : "session")}?socket={daemon.Socket}";
        string said = Encoding.UTF8.GetString(
            Peer.Output("/usr/bin/python3", "-B", Path.Combine(Folder, "storage_codes.py"), uri, folder.Root));
        string[] recorded = File.ReadAllLines(Path.Combine(Folder, "codes.libvirt.txt"));
        string[] ours = said.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        Report.None("are answered otherwise than by libvirt's daemon", ours.Except(recorded)
            .Where(o => !Known.Keys.Any(k => o.StartsWith(k + " ", StringComparison.Ordinal))));
        Assert.Equal(recorded.Length, ours.Length);
    }
}
