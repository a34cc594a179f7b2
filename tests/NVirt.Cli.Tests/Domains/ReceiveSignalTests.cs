namespace NVirt.Cli.Tests.Domains;

/// <summary>
/// Sends signals to "nvirt domain receive", behind a program that replaces ssh: whenever one arrives, the guest is on exactly one host.
/// </summary>
public sealed class ReceiveSignalTests : IDisposable
{
    private readonly DomainFolder _here = new();
    private readonly DomainFolder _there = new();

    public void Dispose()
    {
        _here.Dispose();
        _there.Dispose();
    }

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    public void Before_finish_the_guest_there_is_removed(string signal, int exitCode)
    {
        (int code, string error) = Migrate(asks: $"case $line in *\\\"finish\\\"*) end {signal}; exit;; esac");
        Assert.Equal((ExitCode.NotJudged, exitCode), (code, ReceiverCode()));
        Assert.Contains("Here: the domain \"tiny\" stays paused here.", error, StringComparison.Ordinal);
        Assert.Equal(string.Empty, _there.Do("list", "--all", "--name").Trim());

        // It is not listed there, so it may continue here; but only if that is forced.
        (code, _, error) = _here.Run("resume", "tiny");
        Assert.Equal(ExitCode.NotJudged, code);
        Assert.Contains("(nvirt domain resume --force)", error, StringComparison.Ordinal);
        Assert.Contains("paused", _here.Do("list"), StringComparison.Ordinal);
        _here.Do("resume", "tiny", "--force");
        Assert.Contains("running", _here.Do("list"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    public void After_finish_the_guest_goes_on_there(string signal, int exitCode)
    {
        Assert.Equal((ExitCode.Done, string.Empty), Migrate(answers: $"case $line in *\\\"state\\\"*) end {signal};; esac"));
        Assert.Equal(exitCode, ReceiverCode());
        Assert.Contains("running", _there.Do("list"), StringComparison.Ordinal);
        Assert.Equal(string.Empty, _here.Do("list", "--name"));
    }

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    public void Right_behind_finish_it_goes_on_there_or_is_removed(string signal, int exitCode)
    {
        (int code, string error) =
            Migrate(asks: $"printf '%s\\n' \"$line\"; case $line in *\\\"finish\\\"*) end {signal}; exit;; esac; continue");
        Assert.Equal(exitCode, ReceiverCode());
        Assert.Equal(code == ExitCode.Done ? 1 : 0, _there.Do("list").Split("running").Length - 1);
        Assert.Equal(code == ExitCode.Done ? 0 : 1, _here.Do("list").Split("paused").Length - 1);
        Assert.Equal(code == ExitCode.Done, error.Length == 0);
    }

    // What the message tells users to do when the outcome is unknown, done in both cases.
    [Fact]
    public void A_guest_whose_receiver_was_killed_before_it_took_it_over_is_listed_so_and_goes_on_here()
    {
        (int code, string error) = Migrate(asks: "case $line in *\\\"finish\\\"*) end KILL; exit;; esac");
        Assert.Equal((ExitCode.NotJudged, 137), (code, ReceiverCode()));
        Assert.Contains(
            "if it is \"migrating in\" or not listed there, resume it here (nvirt domain resume --force)", error, StringComparison.Ordinal);
        Assert.Contains("paused (migrating in)\n", _there.Do("list", "--all"), StringComparison.Ordinal);
        Assert.Contains("\"reason\": \"migrating in\"", _there.Do("list", "--all", "-o", "json"), StringComparison.Ordinal);
        _here.Do("resume", "tiny", "--force");
        Assert.NotEqual(ExitCode.Done, _there.Run("resume", "tiny", "--force").Code);
        Assert.Equal(string.Empty, _there.Do("list", "--all", "--name"));
        Assert.Contains("running", _here.Do("list"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "running\n")]
    [InlineData(true, "paused\n")]
    public void A_guest_whose_receiver_was_killed_after_it_took_it_over_is_listed_as_any_and_destroyed_here(bool isPaused, string state)
    {
        (int code, string error) =
            Migrate(answers: "case $line in *\\\"state\\\"*) end KILL; exit;; esac", options: isPaused ? ["--suspend"] : []);
        Assert.Equal((ExitCode.NotJudged, 137), (code, ReceiverCode()));
        Assert.Contains("If it runs there, or is paused there and not \"migrating in\", destroy it here", error, StringComparison.Ordinal);
        Assert.EndsWith(state, _there.Do("list", "--all"), StringComparison.Ordinal);
        _here.Do("destroy", "tiny");
        Assert.EndsWith(state, _there.Do("list", "--all"), StringComparison.Ordinal);
        _there.Do(isPaused ? "resume" : "suspend", "tiny");
    }

    private (int Code, string Error) Migrate(string asks = "", string answers = "", params string[] options)
    {
        _here.Do("define", "docs/examples/tiny.xml");
        _here.Do("start", "tiny");
        (int code, _, string error) = Tool.RunWith(
            $"NVIRT_SSH={Ssh(asks, answers)}", ["domain", "migrate", "tiny", "ssh://peer", "--live", .. options, "--root", _here.Root]);
        return (code, error);
    }

    private int ReceiverCode() =>
        int.Parse(File.ReadAllText(Path.Combine(_there.Root, "code")), System.Globalization.CultureInfo.InvariantCulture);

    // A tunnel between sockets is a link here; otherwise each line of both sides may end the receiver, which the test waits for.
    private string Ssh(string asks, string answers) => _there.WriteScript("ssh", $$"""
        #!/bin/bash
        there='{{_there.Root}}'
        receive() {
            (echo $BASHPID >"$there/pid"; exec env --default-signal=TERM,HUP dotnet '{{Path.Combine(AppContext.BaseDirectory, "nvirt.dll")}}' domain receive --root "$there")
            echo $? >"$there/code"
        }
        end() {
            kill -"$1" "$(cat "$there/pid")"
            until [ -s "$there/code" ]; do sleep 0.02; done
        }
        pass() { while IFS= read -r line; do eval "$1"; printf '%s\n' "$line"; done; }
        while [ $# -gt 0 ]; do
            if [ "$1" = -L ]; then ln -s "${2#*:}" "${2%%:*}"; exec sleep 600; fi
            shift
        done
        pass {{Quote(asks)}} | receive | pass {{Quote(answers)}}
        """);

    private static string Quote(string words) => $"'{words.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
