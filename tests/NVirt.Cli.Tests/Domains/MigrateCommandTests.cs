using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using NVirt.Testing;

namespace NVirt.Cli.Tests.Domains;

/// <summary><c>domain migrate</c> between two folders of this machine.</summary>
public sealed partial class MigrateCommandTests : IDisposable
{
    private const string Tiny = "docs/examples/tiny.xml";

    private readonly DomainFolder _here = new();
    private readonly DomainFolder _there = new();

    public void Dispose()
    {
        _here.Dispose();
        _there.Dispose();
    }

    [Fact]
    public void A_guest_moves_there_and_back()
    {
        _here.Do("define", Tiny);
        _here.Do("start", "tiny");
        var (code, output, error) = _here.Run("migrate", "tiny", _there.Root, "--live", "--persistent", "--undefinesource", "--verbose");
        Assert.Equal((ExitCode.Done, $"Domain 'tiny' migrated to {_there.Root}\n"), (code, output));
        string[] lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(("Migration: [  0 %]", "Migration: [100 %]"), (lines[0], lines[^1]));
        Assert.Equal(lines.Distinct(), lines);
        Assert.Equal(string.Empty, _here.Do("list", "--all", "--name"));
        _there.Do("migrate", "tiny", $"qemu:///?root={_here.Root}", "--live");
        _here.Do("migrate", "tiny", $"qemu:///?root={_there.Root.Replace("/", "%2F", StringComparison.Ordinal)}", "--live");
        Golden.Check(_there.Transcript($"domain migrate tiny {_here.Root} --live --suspend -o json")
            .Replace(_here.Root, "OTHER", StringComparison.Ordinal), "migrated");
        Assert.Equal("tiny\n", _here.Do("list", "--name"));
        Assert.Contains("paused", _here.Do("list"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_destination_that_would_build_another_cpu_is_refused_with_the_features_and_the_guest_goes_on()
    {
        // A host whose QEMU lacks two features, which is only found after it has built the CPU.
        string wrapper = _there.WriteScript(
            "old-qemu", "#!/bin/bash\nexec qemu-system-x86_64 \"${@/#Nehalem*/Nehalem,hypervisor=on,popcnt=off,sse4.2=off}\"\n");
        _here.Do("define", Tiny);
        _here.Do("start", "tiny");
        string document = _there.Write(
            "there.xml", _here.Do("dumpxml", "tiny", "--inactive")
                .Replace("<devices>", $"<devices>\n    <emulator>{wrapper}</emulator>", StringComparison.Ordinal));
        Golden.Check(
            _here.Transcript($"domain migrate tiny {_there.Root} --live --xml {document}",
                $"domain migrate tiny {_there.Root} --live --xml {document} -o json", "domain list")
                .Replace(_there.Root, "OTHER", StringComparison.Ordinal),
            "refused-migration");
        Assert.Equal(string.Empty, _there.Do("list", "--all", "--name"));
    }

    [Fact]
    public void A_document_with_another_cpu_is_refused()
    {
        _here.Do("define", Tiny);
        _here.Do("start", "tiny");
        string document = _there.Write(
            "there.xml", _here.Do("dumpxml", "tiny", "--inactive").Replace("Nehalem", "qemu64", StringComparison.Ordinal));
        var (code, _, error) = _here.Run("migrate", "tiny", _there.Root, "--live", "--xml", document);
        Assert.Equal(ExitCode.No, code);
        Assert.Contains(
            $"{document}:8:3: the document for the destination has a different CPU (qemu64) from the one the guest runs with (Nehalem)",
                error, StringComparison.Ordinal);
        Assert.Contains("running", _here.Do("list"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_may_call_the_machine_by_its_alias()
    {
        string document = _here.Write(
            "pc.xml", File.ReadAllText(Path.Combine(Places.Root, Tiny)).Replace("pc-i440fx-6.2", "pc", StringComparison.Ordinal));
        _here.Do("define", document);
        _here.Do("start", "tiny");
        _here.Do("migrate", "tiny", _there.Root, "--live", "--xml", document);
        Assert.Equal("tiny\n", _there.Do("list", "--name"));
    }

    [Theory]
    [InlineData(PosixSignal.SIGINT)]
    [InlineData(PosixSignal.SIGTERM)]
    public async Task Ctrl_C_cancels_it_and_the_guest_goes_on(PosixSignal signal)
    {
        // The guest is so large, and the bandwidth so low, that it takes many seconds. A busy machine may skip any single percentage.
        string large =
            _here.Write("large.xml", (await File.ReadAllTextAsync(Path.Combine(Places.Root, Tiny), TestContext.Current.CancellationToken))
                .Replace(">64<", ">4096<", StringComparison.Ordinal));
        _here.Do("define", large);
        _here.Do("start", "tiny");
        using RunningTool tool =
            RunningTool.Start("domain", "migrate", "tiny", _there.Root, "--live", "--bandwidth", "1", "--verbose", "--root", _here.Root);
        while (await tool.Error.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && !HasBegun().IsMatch(line))
        {
        }

        tool.Signal(signal);
        Assert.EndsWith("nvirt: the migration was cancelled; the domain \"tiny\" continues here\n",
            await tool.Error.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(signal == PosixSignal.SIGINT ? ExitCode.Interrupted : ExitCode.Terminated, await tool.WaitAsync());
        Assert.Contains("running", _here.Do("list"), StringComparison.Ordinal);
        Assert.Equal(string.Empty, _there.Do("list", "--all", "--name"));
    }

    [Fact]
    public void A_migration_that_takes_too_long_can_be_cancelled()
    {
        string large =
            _here.Write("large.xml", File.ReadAllText(Path.Combine(Places.Root, Tiny)).Replace(">64<", ">4096<", StringComparison.Ordinal));
        _here.Do("define", large);
        _here.Do("start", "tiny");
        Assert.Equal(
            (ExitCode.NotJudged, string.Empty, "nvirt: the migration did not end within 1 seconds\n"),
            _here.Run("migrate", "tiny", _there.Root, "--live", "--bandwidth", "1", "--timeout", "1", "--timeout-cancel"));
        Assert.Contains("running", _here.Do("list"), StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_command_lines() => Golden.Check(
        _here.Transcript(
            "domain migrate tiny",
            "domain migrate tiny otherhost",
            "domain migrate tiny qemu://other/system",
            "domain migrate tiny qemu+ssh://other/system",
            "domain migrate tiny qemu+ssh://-oProxyCommand=x/",
            "domain migrate tiny ssh:/other",
            "domain migrate tiny test:///default",
            $"domain migrate tiny qemu:///?root={_here.Root}",
            $"domain migrate tiny {_here.Root}",
            $"domain migrate tiny {_here.Root}/nowhere --timeout 0",
            $"domain migrate tiny {_here.Root}/nowhere --bandwidth much",
            $"domain migrate tiny {_here.Root}/nowhere --timeout-cancel",
            $"domain migrate tiny {_here.Root}/nowhere --timeout 1 --timeout-cancel --timeout-suspend",
            $"domain migrate tiny {_here.Root}/nowhere --xml docs/examples/nothing.xml",
            "domain event --event lifecycle --all"),
        "migrate-errors");

    [GeneratedRegex(@"\[ *[1-9][0-9]? %\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HasBegun();
}
