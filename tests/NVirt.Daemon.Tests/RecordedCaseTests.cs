using System.Text;
using System.Text.RegularExpressions;

namespace NVirt.Daemon.Tests;

/// <summary>Cases that were recorded from libvirt's daemon, played against ours.</summary>
public sealed partial class RecordedCaseTests(RunningDaemon daemon) : IClassFixture<RunningDaemon>
{
    /// <summary>Cases that are not as recorded, and why.</summary>
    private static readonly Dictionary<string, string> Known = new()
    {
        ["h03"] = "depends on the host: KVM can be used on this one",
        ["d09"] = "depends on the host: KVM can be used on this one",
        ["l11"] = "saving is not built",
    };

    [Fact]
    public void Recorded_cases_are_answered_as_by_libvirt()
    {
        Needs.Linux("the daemon's sockets are those of Linux");
        Needs.Package(File.Exists("/usr/bin/python3"), "to play the cases: apt-get install python3");
        Needs.Program("qemu-system-x86_64", "qemu-system-x86");
        string folder = Places.Shared("conformance-rpc");
        string cases = Path.Combine(folder, "cases.jsonl");
        string said = Play(folder, cases);
        Assert.True(Success().Count(said) >= 122, said);
        string[] failed = [.. Failed(said).Except(Known.Keys)];
        Report.None("differ from what libvirt answered", failed.Select(f => said.Split('\n').First(l => l.Contains($"FAIL {f} "))));
    }

    private string Play(string folder, string cases) => Encoding.UTF8.GetString(Peer.Output(
        "/usr/bin/python3", "-P", Path.Combine(folder, "replay.py"), daemon.Socket, daemon.ReadOnlySocket, cases, "-v"));

    private static IEnumerable<string> Failed(string said) => Failure().Matches(said).Select(m => m.Groups["case"].Value);

    [GeneratedRegex("^FAIL (?<case>[a-z][0-9]+) ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Failure();

    [GeneratedRegex("^pass ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Success();
}
