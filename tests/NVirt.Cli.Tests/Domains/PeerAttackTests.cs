using System.Globalization;
using System.Runtime.InteropServices;

namespace NVirt.Cli.Tests.Domains;

/// <summary>
/// Peers that misbehave, behind a program that replaces ssh: the guest never runs twice, no message is false, and no mistake of a peer is
/// reported as a bug in nvirt.
/// </summary>
public sealed class PeerAttackTests : IDisposable
{
    private const string Tiny = "docs/examples/tiny.xml";

    private readonly DomainFolder _here = new();
    private readonly DomainFolder _there = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _here.Dispose();
        _there.Dispose();
    }

    [Theory]
    [InlineData("s/.*\"state\".*/{\"return\":{}}/")]
    [InlineData("s/.*\"state\".*/{\"return\":null}/")]
    [InlineData("s/.*\"state\".*/{\"ok\":true}/")]
    [InlineData("s/.*\"state\".*/oops/")]
    [InlineData("s/.*\"state\".*/{\"error\":{\"kind\":\"Failed\",\"message\":\"sure\"}}/")]
    [InlineData("/\"state\"/Q")]
    public void An_odd_answer_to_finish_leaves_the_guest_paused_here(string change)
    {
        (int code, string error) = Migrate($"receive | sed -u '{change}'");
        Assert.Equal(ExitCode.NotJudged, code);
        Assert.Contains("it is not known whether it runs there", error, StringComparison.Ordinal);
        Assert.Contains("Here: the domain \"tiny\" stays paused here.", error, StringComparison.Ordinal);
        Assert.Contains("paused", _here.Do("list"), StringComparison.Ordinal);
        Assert.Contains("running", _there.Do("list"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_that_only_a_newer_nvirt_knows_is_no_reason_to_stay()
    {
        (int code, string error) = Migrate("receive | sed -u 's/\"state\":\"Running\"/\"state\":\"Booting\"/'");
        Assert.Equal((ExitCode.Done, string.Empty), (code, error));
        Assert.Equal(string.Empty, _here.Do("list", "--name"));
        Assert.Contains("running", _there.Do("list"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "echo '{\"nvirt\":1,\"name\":\"x\"}'; exec sleep 60",
            "peer speaks version 1 of the migration protocol, but this nvirt speaks 2; nothing was sent, and the guest is unchanged: "
                + "install the same nvirt on both hosts")]
    [InlineData("echo '[1,2]'; exec sleep 60", "not part of the protocol")]
    [InlineData("echo '{\"nvirt\":1e99}'; exec sleep 60", "not part of the protocol")]
    [InlineData("printf 'banner \\033[31m\\007\\n'; exec sleep 60", "does not speak NVirt's protocol")]
    [InlineData("head -c 100000 /dev/zero | tr '\\0' '['; echo; exec sleep 60", "does not speak NVirt's protocol")]
    [InlineData("tr '\\0' x </dev/zero", "a line of more than")]
    [InlineData("echo 'no route' >&2; exit 255", "no route")]
    [InlineData("echo '{\"nvirt\":2}'; read line; echo '{\"version\":2,\"id\":1,\"return\":\"unix:127.0.0.1:22\"}'; exec sleep 60",
        "is not a socket")]
    [InlineData("echo '{\"nvirt\":2}'; read line; echo '{\"version\":2,\"id\":1,\"return\":\"x\"}'; exec sleep 60", "is not a socket")]
    [InlineData("echo '{\"nvirt\":2}'; read line; echo '{\"version\":2,\"id\":1,\"return\":5}'; exec sleep 60", "not part of the protocol")]
    [InlineData("echo '{\"nvirt\":2}'; read line; echo '{\"version\":2,\"id\":1,\"error\":{}}'; exec sleep 60", "not part of the protocol")]
    [InlineData("echo '{\"nvirt\":2}'; read line; echo '[]'; exec sleep 60", "not part of the protocol")]
    [InlineData(
        "echo '{\"nvirt\":2}'; read -r line; echo "
            + "'{\"version\":2,\"id\":1,\"error\":{\"kind\":\"Refused\",\"message\":\"no\",\"cpu\":{\"kind\":\"Nope\",\"reasons\":[]}}}'; "
            + "exec sleep 60", "peer: no")]
    [InlineData("echo '{\"nvirt\":2}'; exit 0", "before it answered \"prepare\"")]
    public void A_peer_that_says_odd_things_is_told_and_the_guest_goes_on(string peer, string words)
    {
        (int code, string error) = Migrate(peer);
        Assert.Equal(ExitCode.NotJudged, code);
        Assert.Contains(words, error, StringComparison.Ordinal);
        Assert.DoesNotContain("bug in nvirt", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd('\n').Split('\n'));
        Assert.DoesNotContain('\u001b', error);
        Assert.Contains("running", _here.Do("list"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "ASKED; exec sleep 600",
            "cancelled while waiting for peer to answer \"nvirt\"; the migration was cancelled before anything was sent; the domain "
                + "'tiny' is unchanged")]
    [InlineData("echo '{\"nvirt\":2}'; read -r line; ASKED; exec sleep 600",
        "cancelled while waiting for peer to answer \"prepare\"; the domain \"tiny\" continues here")]
    public async Task Waiting_for_a_silent_peer_ends_with_Ctrl_C_which_says_where_the_guest_is(string peer, string words)
    {
        Start();
        string asked = Path.Combine(_there.Root, "asked");
        using RunningTool tool = RunningTool.Start(
            new Dictionary<string, string>(
                StringComparer.Ordinal)
            { ["NVIRT_SSH"] = Ssh(peer.Replace("ASKED", $"touch '{asked}'", StringComparison.Ordinal)) },
            "domain", "migrate", "tiny", "ssh://peer", "--live", "--root", _here.Root);
        while (!File.Exists(asked))
        {
            await Task.Delay(20, Cancellation);
        }

        await Task.Delay(500, Cancellation);
        tool.Signal(PosixSignal.SIGINT);
        Assert.Equal($"nvirt: {words}\n", await tool.Error.ReadToEndAsync(Cancellation));
        Assert.Equal(ExitCode.Interrupted, await tool.WaitAsync());
        Assert.Contains("running", _here.Do("list"), StringComparison.Ordinal);
    }

    private void Start()
    {
        _here.Do("define", Tiny);
        _here.Do("start", "tiny");
    }

    private (int Code, string Error) Migrate(string peer)
    {
        Start();
        (int code, _, string error) =
            Tool.RunWith($"NVIRT_SSH={Ssh(peer)}", "domain", "migrate", "tiny", "ssh://peer", "--live", "--root", _here.Root);
        return (code, error);
    }

    // A tunnel between sockets is a link here; everything else is sent by the peer.
    private string Ssh(string peer) => _there.WriteScript("ssh", string.Create(CultureInfo.InvariantCulture, $$"""
        #!/bin/bash
        receive() { dotnet '{{Path.Combine(AppContext.BaseDirectory, "nvirt.dll")}}' domain receive --root '{{_there.Root}}'; }
        while [ $# -gt 0 ]; do
            if [ "$1" = -L ]; then ln -s "${2#*:}" "${2%%:*}"; exec sleep 600; fi
            shift
        done
        {{peer}}
        """));
}
