using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using NVirt.Cli.Tests.Domains;
using NVirt.Domains.Documents;
using NVirt.RelaxNg;
using NVirt.RelaxNg.Matching;
using NVirt.Testing;

namespace NVirt.Cli.Tests;

/// <summary>What all commands have in common: options, help, widths, signals, completion.</summary>
public sealed partial class MannersTests
{
    private const string Web = "docs/examples/web.xml";

    [Theory]
    [InlineData($"cpu compare {Web} --hots x", "--hots", "--host")]
    [InlineData($"cpu compare --hots {Web}", "--hots", "--host")]
    [InlineData($"cpu compare --hots={Web}", "--hots", "--host")]
    [InlineData("domain start --pausd web", "--pausd", "--paused")]
    [InlineData("domain migrate --liv web /srv/other", "--liv", "--live")]
    [InlineData($"validate --shema domain.rng {Web}", "--shema", "--schema")]
    [InlineData($"cpu compare --host --models {Web}", "--models", null)]
    [InlineData($"cpu compare {Web} --json", "--json", "-o json")]
    [InlineData("cpu models -x", "-x", null)]
    [InlineData($"cpu signature -jq {Web}", "-jq", null)]
    public void An_unknown_option_is_named_itself(string command, string option, string? meant)
    {
        var (code, _, error) = Tool.Run(Tool.Split(command));
        Assert.Equal(ExitCode.NotJudged, code);
        Assert.StartsWith($"nvirt: \"{option}\" is not an option of nvirt ", error, StringComparison.Ordinal);
        Assert.Equal(meant is not null, error.Contains($"did you mean {meant}?", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData($"cpu signature -qo json {Web}", "-q")]
    [InlineData("cpu compare ./-web.xml", "./-web.xml")]
    [InlineData("cpu compare -- -web.xml", "-web.xml")]
    public void What_only_looks_like_an_unknown_option_is_none(string command, string word)
    {
        string error = Tool.Run(Tool.Split(command)).Error;
        Assert.DoesNotContain("is not an option", error, StringComparison.Ordinal);
        Assert.True(word[0] == '-' && word.Length == 2 || error.Contains($"{word}: cannot be read", StringComparison.Ordinal), error);
    }

    [Theory]
    [InlineData("cpu comparr x", "compare")]
    [InlineData("compare x", "nvirt cpu compare")]
    [InlineData("cpu-baseline x", "nvirt cpu baseline")]
    [InlineData("strat web", null)]
    [InlineData("start web", "nvirt domain start")]
    [InlineData("domain suspnd web", "suspend")]
    public void An_unknown_command_is_named_with_the_one_that_may_be_meant(string command, string? meant)
    {
        var (code, _, error) = Tool.Run(Tool.Split(command));
        Assert.Equal(ExitCode.NotJudged, code);
        Assert.Contains("is not a command of nvirt", error, StringComparison.Ordinal);
        Assert.Equal(meant is not null, error.Contains($"did you mean {meant}?", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("host", "table", "json", "xml")]
    [InlineData("cpu compare", "table", "json")]
    [InlineData("cpu encode", "xml", "json")]
    [InlineData("qemu record", "json")]
    [InlineData("domain dumpxml", "xml", "json")]
    public void The_forms_of_output_are_those_of_the_command(string command, params string[] forms)
    {
        Assert.Contains(
            $"--output <{string.Join('|', forms)}>", Tool.Run([.. Tool.Split(command), "--help"]).Output, StringComparison.Ordinal);
        string line = $"nvirt {command} -o ";
        Assert.Equal(forms.Order(StringComparer.Ordinal),
            Tool.Run($"[suggest:{line.Length}]", line).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains($"cannot write \"yaml\"; expected {Output.Words.OneOf(forms)}",
            Tool.Run([.. Tool.Split(command), .. Filler(command), "-o", "yaml"]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Completion_offers_no_options_of_other_systems() =>
        Assert.DoesNotContain(Tool.Run("[suggest:6]", "nvirt ").Output.Split('\n'), word => word.StartsWith('/'));

    [Fact]
    public void A_slash_is_the_beginning_of_a_path() =>
        Assert.Contains("/h: cannot be read", Tool.Run("cpu", "compare", "/h").Error, StringComparison.Ordinal);

    [Fact]
    public void Pages_fit_80_columns_and_break_no_word()
    {
        foreach (string command in new[] { "cpu show Cascadelake-Server", "cpu show sse2", "cpu compare --help", "--help",
            "domain migrate --help" })
        {
            string output = Tool.Run(Tool.Split(command)).Output;
            Assert.All(output.Split('\n').Where(l => !Example().IsMatch(l)), line => Assert.InRange(line.Length, 0, 80));
        }

        string[] words = Tool.Run("cpu", "show", "Cascadelake-Server").Output.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        Assert.All(NVirt.Cpu.CpuMap.Default.FindModel("Cascadelake-Server")!.Features, feature => Assert.Contains(feature, words));
    }

    [Fact]
    public void A_list_keeps_a_line_a_row_where_no_person_looks()
    {
        string[] lines = Tool.Run("cpu", "features").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        int known = NVirt.Cpu.CpuMap.Default.Features(NVirt.Cpu.CpuArchitecture.X86_64).Count
            + NVirt.Cpu.CpuMap.Default.KnownBits(NVirt.Cpu.CpuArchitecture.X86_64).Count;
        Assert.Equal(known + 1, lines.Length);
    }

    [Theory]
    [InlineData("cpu features")]
    [InlineData("cpu models --hypervisor qemu --qmp docs/examples/qemu.json --virttype qemu")]
    [InlineData("domcapabilities --qmp docs/examples/qemu.json --virttype qemu -o table")]
    public void A_list_fits_the_columns_that_are_asked_for(string command)
    {
        var (code, output, _) = Tool.RunWith("COLUMNS=80", Tool.Split(command));
        Assert.Equal(ExitCode.Done, code);
        Assert.All(output.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Theory]
    [InlineData("cpu compare -")]
    [InlineData("domain define - --root /nonexistent/nvirt")]
    [InlineData("domain event --root /nonexistent/nvirt --loop")]
    public async Task A_cancelled_command_ends_with_128_and_the_signal(string command)
    {
        Needs.Hardware(OperatingSystem.IsLinux(), "signals are sent with kill");
        foreach ((PosixSignal signal, int code) in new[] { (PosixSignal.SIGINT, 130), (PosixSignal.SIGTERM, 143),
            (PosixSignal.SIGHUP, 129) })
        {
            using TempFolder folder = new();
            using RunningTool tool = RunningTool.Start(
                [.. Tool.Split(command.Replace("/nonexistent/nvirt", folder.Root, StringComparison.Ordinal)), "-o", "json"]);
            await tool.WaitUntilItListensAsync();
            tool.Signal(signal);
            Assert.Equal(code, await tool.WaitAsync());
            string error = await tool.Error.ReadToEndAsync(TestContext.Current.CancellationToken);
            Assert.Contains($"\"code\":{code},\"kind\":\"interrupted\"", error, StringComparison.Ordinal);
            JsonContract.Check(error);
        }
    }

    [Fact]
    public void No_help_speaks_of_files_that_only_a_clone_has()
    {
        string help = File.ReadAllText(Path.Combine(Places.Root, "tests/NVirt.Cli.Tests/help.approved.txt"));
        Assert.DoesNotContain("docs/", help, StringComparison.Ordinal);
        Assert.DoesNotContain("./nvirt", help, StringComparison.Ordinal);
    }

    [Fact]
    public void The_examples_of_the_help_work_for_who_has_such_files()
    {
        Needs.Hardware(OperatingSystem.IsLinux(), "the examples are run by a shell");
        using TempFolder folder = new();
        foreach ((string name, string source) in Samples)
        {
            File.Copy(Path.Combine(Places.Root, "docs/examples", source), Path.Combine(folder.Root, name));
        }

        folder.Write(
            "disabled.xml", "<cpudata arch='x86'><cpuid eax_in='0x1' ecx_in='0x0' eax='0x0' ebx='0x0' ecx='0x0' edx='0x0'/></cpudata>");
        WriteFleet(folder);
        string tool = folder.WriteScript("nvirt", Launcher);
        string help = File.ReadAllText(Path.Combine(Places.Root, "tests/NVirt.Cli.Tests/help.approved.txt"));
        string[] examples =
            [.. Example().Matches(help).Select(m => m.Groups["line"].Value).Where(IsSelfContained).Distinct(StringComparer.Ordinal)];
        Assert.InRange(examples.Length, 40, 100);
        Assert.All(examples, example =>
        {
            ProcessStartInfo start = new("bash", ["-o", "pipefail", "-c", example])
            {
                WorkingDirectory = folder.Root,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                UseShellExecute = false
            };
            start.Environment["PATH"] = $"{Path.GetDirectoryName(tool)}:{start.Environment["PATH"]}";
            start.Environment["LC_ALL"] = "C";
            using Process process = Process.Start(start)!;
            Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode is 0 or 2 or 3, $"{example}: exit code {process.ExitCode}: {error.Result}");
        });
    }

    [Theory]
    [InlineData("cpu decode docs/examples/dump.txt --type guest --models Nehalm,Westmere")]
    [InlineData("cpu guest docs/examples/wish.xml --host docs/examples/old-host.xml --models Nehalm,Haswell-noTSX-IBRS")]
    public void A_list_of_models_with_an_unknown_name_says_so(string command) => Assert.Contains(
        "nvirt: no CPU model is named Nehalm; did you mean Nehalem?\n", Tool.Run(Tool.Split(command)).Error, StringComparison.Ordinal);

    [Fact]
    public void Linuxs_names_are_told_from_libvirts() => Assert.Equal(
        (ExitCode.No, "no\n", "nvirt: Linux's ibrs is libvirt's spec-ctrl or ibrs\n"),
        Tool.Run("cpu", "has-feature", "ibrs", "--host", "docs/examples/old-host.xml"));

    [Fact]
    public void Each_of_several_cpus_has_its_own_line()
    {
        using TempFolder folder = new();
        string file =
            folder.Write("several.xml",
                "<cpus>\n<cpu><model>Nehalem</model></cpu>\n<domain><name>a</name>\n<cpu><model>Penryn</model></cpu></domain>\n</cpus>");
        string[] lines = Tool.Run("cpu", "compare", file, "--host", "docs/examples/old-host.xml").Output.Split('\n');
        Assert.Equal([$"{file}:2: superset", $"{file}:4 (a): superset", string.Empty], lines);
    }

    [Fact]
    public void Completion_works_for_a_tool_that_is_not_in_the_path()
    {
        Needs.Hardware(OperatingSystem.IsLinux(), "bash completes");
        using TempFolder folder = new();
        folder.WriteScript("nvirt", Launcher);
        string script = """
            cd 'FOLDER'
            source <(./nvirt completion bash)
            COMP_LINE='./nvirt cpu show EPYC-Mil'; COMP_POINT=27; COMP_WORDS=(./nvirt cpu show EPYC-Mil); COMP_CWORD=3
            _nvirt
            printf '%s\n' "${COMPREPLY[@]}"
            complete -p nvirt
            """.Replace("FOLDER", folder.Root, StringComparison.Ordinal);
        string[] lines = Encoding.UTF8.GetString(Peer.Output("bash", "-c", script)).Split('\n');
        Assert.Equal(["EPYC-Milan", "EPYC-Milan-v1", "EPYC-Milan-v2", "EPYC-Milan-v3"], lines[..4].Order(StringComparer.Ordinal));
        Assert.Equal("complete -o default -F _nvirt nvirt", lines[4]);
    }

    [Fact]
    public async Task An_emulator_that_is_only_asked_ends_with_the_tool_that_is_killed()
    {
        Needs.Linux("only Linux has /proc");
        using TempFolder folder = new();
        string file = Path.Combine(folder.Root, "pids");
        string emulator =
            folder.WriteScript("qemu", $"#!/bin/sh\nsleep 600 &\necho $$ $! > '{file}.new'; mv '{file}.new' '{file}'; wait\n");
        using RunningTool tool = RunningTool.Start("qemu", "record", "--emulator", emulator);
        await Eventually.IsAsync(() => File.Exists(file));
        string[] ids = (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal([true, true], ids.Select(Runs));
        using (Process killed = Process.GetProcessById(tool.Id))
        {
            killed.Kill();
        }

        await tool.WaitAsync();
        await Eventually.IsAsync(() => !ids.Any(Runs));
        Assert.Equal([false, false], ids.Select(Runs));
    }

    private static string Launcher => $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "nvirt.dll")}' \"$@\"\n";

    // The file names in the examples.
    private static (string Name, string Source)[] Samples =>
    [
        ("guest.xml", "web.xml"), ("other.xml", "web.xml"), ("host.xml", "new-host.xml"), ("host1.xml", "old-host.xml"),
            ("host2.xml", "new-host.xml"),
        ("other-host.xml", "old-host.xml"), ("enabled.xml", "enabled.xml"), ("guest.cfg", "xen.cfg"), ("guest.vmx", "guest.vmx"),
            ("qemu.json", "qemu.json"),
        ("xen.xml", "xen.xml"), ("nova.conf", "platforms/nova.conf"), ("host1.txt", "dump.txt"), ("host2.txt", "platforms/lscpu.txt"),
    ];

    private static void WriteFleet(TempFolder folder)
    {
        foreach (string name in new[] { "fleet", "hosts", "baselines" })
        {
            Directory.CreateDirectory(Path.Combine(folder.Root, name));
        }

        string samples = Path.Combine(Places.Root, "samples/fleet");
        foreach (string file in Directory.GetFiles(samples))
        {
            File.Copy(file, Path.Combine(folder.Root, "fleet", Path.GetFileName(file)));
        }

        foreach (string host in new[] { "kube1", "kube2" })
        {
            File.Copy(Path.Combine(samples, $"{host}.xml"), Path.Combine(folder.Root, "hosts", $"{host}.xml"));
        }

        foreach (string name in new[] { "before", "after", "candidate" })
        {
            File.Copy(Path.Combine(samples, "pve1.xml"), Path.Combine(folder.Root, $"{name}.xml"));
        }

        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        folder.Write("key.pem", key.ExportPkcs8PrivateKeyPem());
        folder.Write("public.pem", key.ExportSubjectPublicKeyInfoPem());
        string frozen = Path.Combine(folder.Root, "baselines", "intel-1.json");
        (int code, _, string error) =
            Tool.Run("fleet", "freeze", samples, "--pool", "intel", "--name", "intel", "--out", frozen);
        Assert.True(code == 0, error);
    }

    // Others need a hypervisor, libvirt or a tool that may be missing, or a shell that stays open.
    private static bool IsSelfContained(string example) =>
        !NeedsMore().IsMatch(example)
            && (example.StartsWith("nvirt ", StringComparison.Ordinal) || example.StartsWith("nvirt\t", StringComparison.Ordinal));

    private static string[] Filler(string command) => command switch
    {
        "cpu compare" or "cpu encode" => ["x"],
        "domain dumpxml" => ["x"],
        _ => [],
    };

    // A zombie has ended, even if its parent has not noticed.
    private static bool Runs(string process)
    {
        try
        {
            return !File.ReadAllText($"/proc/{process}/status").Contains("State:\tZ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    [GeneratedRegex("^  (?<line>(nvirt|virsh|cpuid|source) .*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Example();

    [GeneratedRegex(
        @"\b(domain|virsh|collect|source|record|capabilities|domcapabilities|network\.rng|domain\.rng|completion)\b|^nvirt qemu args "
            + @"guest\.xml$|\[OPTIONS\]|<", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex NeedsMore();
}
