using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using NVirt.Cpu.Probe.Dumps;
using NVirt.Testing;

namespace NVirt.Cli.Tests;

/// <summary>
/// Whatever a file contains: an exit code from 0 to 3, one message if it cannot be read, and never a crash of the tool.
/// </summary>
[Trait("Run", "long")]
public sealed class HostileTests
{
    private const string Old = "docs/examples/old-host.xml";
    private const string Web = "docs/examples/web.xml";
    private const string Dump = "docs/examples/dump.txt";
    private const string Map =
        "<cpus><arch name='x86'><vendor name='Intel' string='GenuineIntel'/><feature name='fpu'><cpuid eax_in='1' edx='1'/></feature>"
        + "<model name='m'><decode host='on' guest='on'/><signature family='6' model='1' stepping='0-3'/><feature "
        + "name='fpu'/></model></arch></cpus>";

    private const string Replies = "{\"expansion\": {\"return\": {\"model\": {\"name\": \"max\", \"props\": {\"vmx\": true}}}}, "
        + "\"definitions\": {\"return\": [{\"name\": \"Nehalem\", \"unavailable-features\": [\"vmx\"]}]}}";

    // Every argument that takes a file; {0} is the file, {1} the folder with the file as its map's index.
    private static readonly string[] Places =
    [
        $"cpu compare {{0}} --host {Old}",
        $"cpu compare {Web} --host {{0}}",
        $"cpu explain {{0}} --host {Old}",
        $"cpu explain {Web} --host {{0}} -o json",
        "cpu baseline {0}",
        $"cpu baseline {Old} {{0}} --features --migratable",
        $"cpu baseline {Old} --models-from {{0}}",
        $"cpu guest {{0}} --host {Old}",
        $"cpu guest {Web} --host {{0}}",
        $"cpu guest {Web} --host {Old} --models-from {{0}}",
        $"cpu update {{0}} --host {Old} -o table",
        $"cpu update {Web} --host {{0}} -o json",
        "cpu encode {0}",
        $"cpu encode {Web} --host {{0}}",
        "cpu decode {0}",
        "cpu decode {0} --type guest -o table",
        $"cpu decode {Dump} --models-from {{0}}",
        "cpu signature {0}",
        $"cpu update-live {{0}} --enabled {Dump}",
        $"cpu update-live {Web} --enabled {{0}}",
        $"cpu update-live {Web} --enabled {Dump} --disabled {{0}}",
        "cpu has-feature aes --host {0}",
        "cpu host --source {0}",
        "cpu host --source {0} --data",
        "xen cpuid {0}",
        $"xen cpuid {{0}} --syntax libxl --host {Old} -o json",
        "xen cpuid {0} --syntax string -o json",
        "xen cpuid docs/examples/xen.xml --syntax libxl --host {0}",
        "vmware cpuid {0}",
        "vmware cpuid {0} --syntax features -o json",
        "vmware cpuid docs/examples/vmware.xml --host {0}",
        "vmware cpuid docs/examples/vmware.xml --into {0}",
        "vmware evc {0}",
        $"vmware evc {Old} {{0}} -o json",
        "validate {0}",
        $"validate {Web} --schema {{0}}",
        "cpu models --cpu-map {1}",
        $"cpu compare {Web} --host {Old} --cpu-map {{1}}",
    ];

    public static TheoryData<string, string> Oddities => new()
    {
        { "empty", string.Empty },
        { "blanks", " \n\t\r\n " },
        { "a mark", "\uFEFF" },
        { "a zero", "\0" },
        { "zeros", new string('\0', 4096) },
        { "a zero inside", "<cpu><model>a\0b</model></cpu>" },
        { "bytes that are no characters", "<cpu><model>\u00ff\u00fe\u00c0\u0080</model></cpu>" },
        { "a document type", "<!DOCTYPE cpu [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><cpu><model>&b;</model></cpu>" },
        { "an external entity", "<!DOCTYPE cpu [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><cpu><model>&a;</model></cpu>" },
        { "an external subset", "<!DOCTYPE cpu SYSTEM 'http://127.0.0.1:9/x.dtd'><cpu/>" },
        { "an included file", "<cpu xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='/etc/passwd'/></cpu>" },
        { "numbers out of range", "<cpu><topology sockets='4294967296' cores='-1' threads='0'/></cpu>" },
        { "a leaf out of range", "<cpudata arch='x86'><cpuid eax_in='0x100000000'/></cpudata>" },
        { "a register out of range", "CPU:\n0x00000000 0x00: eax=0x100000000 ebx=0x0 ecx=0x0 edx=0x0\n" },
        { "a processor out of range", "CPU 99999999999:\n0x00000000 0x00: eax=0x0 ebx=0x0 ecx=0x0 edx=0x0\n" },
        { "a bit out of range", "<cpus><arch name='x86'><feature name='f'><cpuid eax_in='1' eax='0x1ffffffff'/></feature></arch></cpus>" },
        { "all twice",
            "<cpu><arch>x86_64</arch><arch>i686</arch><model>a</model><model>b</model><vendor>c</vendor><vendor>d</vendor><cache/><cache/>"
                + "</cpu>" },
        { "a feature twice", "<cpu><model>Nehalem</model><feature name='aes'/><feature name='aes'/></cpu>" },
        { "an attribute twice", "<cpu mode='custom' mode='custom'/>" },
        { "a leaf twice", "0x0 0x0: eax=0x0 ebx=0x0 ecx=0x0 edx=0x0\n0x0 0x0: eax=0x1 ebx=0x0 ecx=0x0 edx=0x0\n" },
        { "members twice", "{\"definitions\": 1, \"definitions\": {\"return\": []}, \"definitions\": {\"return\": 2}}" },
        { "half a character", "{\"definitions\": {\"return\": [{\"name\": \"\\ud800\"}]}}" },
        { "a map with all twice",
            Map.Replace("</arch>", "<feature name='fpu'><cpuid eax_in='1' edx='1'/></feature></arch>", StringComparison.Ordinal) },
        { "a map that includes itself", "<cpus><arch name='x86'><include filename='index.xml'/></arch></cpus>" },
        { "names with line ends", "<cpu><model>a&#10;nvirt: b&#13;c</model><feature name='x&#10;y'/></cpu>" },
        { "names with colours", "<cpu><model>[red]a[/]&#155;31m</model><feature name='[bold'/></cpu>" },
        { "another architecture", "<cpu><arch>mips</arch><model>[/]&#10;x</model><vendor>v</vendor><feature name='a&#10;b'/></cpu>" },
        { "a domain with lines as its name", "<domain><name>a): superset&#10;b (c</name><cpu><model>Nehalem</model></cpu></domain>" },
        { "a domain without a CPU", "<domain/>" },
        { "many lists", new string('[', 100_000) },
        { "many objects", string.Concat(Enumerable.Repeat("{\"a\":", 100_000)) },
    };

    // Ten thousands of lengths: ./test --long tries all of them, other runs those that their seed chooses.
    [Fact]
    public void Every_sample_cut_anywhere_is_read_or_refused()
    {
        using TempFolder folder = new();
        byte[][] samples =
        [
            .. Directory.GetFiles(Path.Combine(Testing.Places.Root, "docs/examples")).Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes),
            Encoding.ASCII.GetBytes(Map),
            Encoding.ASCII.GetBytes(Replies),
        ];
        int step = RunSettings.Times(9, inLongRuns: 1);
        int turn = 0;
        foreach (byte[] sample in samples)
        {
            for (int length = RunSettings.Seed % step; length <= sample.Length; length += step)
            {
                folder.Write("index.xml", sample[..length]);
                Check(folder, Places[turn++ % Places.Length]);
            }
        }
    }

    [Theory]
    [InlineData("validate {0}")]
    [InlineData($"validate {Web} --schema {{0}}")]
    public void An_element_of_a_million_attributes_is_refused_before_it_is_read(string command)
    {
        using TempFolder folder = new();
        string file = folder.Write("index.xml", $"<element{string.Concat(Enumerable.Range(0, 1_000_000).Select(i => $" a{i}=''"))}/>");
        var (code, _, error) = Tool.Run([.. Tool.Split(command).Select(word => string.Format(CultureInfo.InvariantCulture, word, file))]);
        Assert.Equal(ExitCode.NotJudged, code);
        Assert.Equal($"nvirt: {file}:1:1: an element has more than 5000 attributes\n", error);
    }

    // The byte \xff stands for one that is not a character.
    [Theory]
    [InlineData($"cpu compare {{0}} --host {Old}", "<cpu><model>Nehalem</model><!-- \u00ff --></cpu>")]
    [InlineData($"cpu compare {Web} --host {{0}}", "<cpu><arch>x86_64</arch><model>Nehalem</model><!-- \u00ff --></cpu>")]
    [InlineData("cpu decode {0}", "<cpudata arch='x86'><!-- \u00ff --><cpuid eax_in='0x1' eax='0x1'/></cpudata>")]
    [InlineData($"cpu baseline {Old} --models-from {{0}}", "{\"x\": \"\u00ff\", \"definitions\": {\"return\": [{\"name\": \"Nehalem\"}]}}")]
    [InlineData("qemu args docs/examples/web.xml --qmp {0}", "{\"x\": \"\u00ff\"}")]
    [InlineData("qemu args {0} --qmp docs/examples/qemu.json", "<domain type='qemu'><!-- \u00ff --><name>a</name></domain>")]
    [InlineData("domain define {0} --root {1}/domains", "<domain type='qemu'><!-- \u00ff --><name>a</name></domain>")]
    [InlineData("xen cpuid {0}", "<domain type='xen'><!-- \u00ff --><name>a</name></domain>")]
    [InlineData("xen cpuid {0}", "name = \"\u00ff\"\ncpuid = \"host,aes=0\"\n")]
    [InlineData("vmware cpuid {0}", "displayName = \"\u00ff\"\ncpuid.1.eax = \"----:----:----:----:----:----:----:---0\"\n")]
    [InlineData("vmware cpuid docs/examples/vmware.xml --into {0}", "displayName = \"\u00ff\"\n")]
    [InlineData("validate {0}", "<cpu><!-- \u00ff --><model>Nehalem</model></cpu>")]
    [InlineData($"validate {Web} --schema {{0}}",
        "<element name='domain' xmlns='http://relaxng.org/ns/structure/1.0'><!-- \u00ff --><empty/></element>")]
    [InlineData("cpu models --cpu-map {1}", "<cpus><!-- \u00ff --><arch name='x86'/></cpus>")]
    public void A_byte_that_is_no_character_is_refused_at_its_place(string command, string content)
    {
        using TempFolder folder = new();
        string file = folder.Write("index.xml", Encoding.Latin1.GetBytes(content));
        var (code, output, error) =
            Tool.Run([.. Tool.Split(command).Select(word => string.Format(CultureInfo.InvariantCulture, word, file, folder.Root))]);
        Assert.Equal((ExitCode.NotJudged, string.Empty), (code, output));
        Assert.Matches($"{file}:1:[0-9]+: .*[^\n]\n$", error);
    }

    [Fact]
    public void Every_sample_cut_at_some_places_is_read_or_refused_everywhere()
    {
        using TempFolder folder = new();
        foreach (string sample in new[] { File.ReadAllText(Path.Combine(Testing.Places.Root, Web)),
            File.ReadAllText(Path.Combine(Testing.Places.Root, Dump)), Map, Replies })
        {
            for (int length = 0; length <= sample.Length; length += 1 + (sample.Length / 8))
            {
                folder.Write("index.xml", sample[..length]);
                CheckEverywhere(folder);
            }
        }
    }

    [Fact]
    public void Random_bytes_and_flipped_bits_are_read_or_refused()
    {
        using TempFolder folder = new();
        Random random = new(20261);
        byte[][] samples = [.. Directory.GetFiles(Path.Combine(Testing.Places.Root, "docs/examples")).Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes)];
        for (int i = 0; i < 2000; i++)
        {
            byte[] bytes = i % 4 == 0 ? new byte[random.Next(200)] : [.. samples[random.Next(samples.Length)]];
            if (i % 4 == 0)
            {
                random.NextBytes(bytes);
            }
            else
            {
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            }

            folder.Write("index.xml", bytes);
            Check(folder, Places[i % Places.Length]);
        }
    }

    [Theory]
    [MemberData(nameof(Oddities))]
    public void Odd_files_are_read_or_refused_everywhere(string name, string content)
    {
        Assert.NotEmpty(name);
        using TempFolder folder = new();
        folder.Write("index.xml", Encoding.Latin1.GetBytes(content));
        CheckEverywhere(folder);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void A_file_with_a_byte_order_mark_is_read(string encoding)
    {
        Encoding with = Encoding.GetEncoding(encoding);
        using TempFolder folder = new();
        string file =
            folder.Write("a.xml", [.. with.GetPreamble(), .. with.GetBytes(File.ReadAllText(Path.Combine(Testing.Places.Root, Web)))]);
        Assert.Equal((0, $"{file} (web): superset\n"), Tool.Run("cpu", "compare", file, "--host", "docs/examples/new-host.xml") is var r
            ? (r.Code, r.Output) : default);
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/urandom")]
    [InlineData("/dev/null")]
    [InlineData("/")]
    public void Devices_and_folders_are_refused_everywhere(string path)
    {
        Needs.Hardware(File.Exists(path) || Directory.Exists(path), $"there is no {path} here");
        using TempFolder folder = new();
        File.CreateSymbolicLink(Path.Combine(folder.Root, "index.xml"), path);
        bool isSlow = path == "/dev/urandom";

        // An empty file can be written to.
        string[] places = [.. Places.Where(p => path != "/dev/null" || !p.Contains("--into", StringComparison.Ordinal))];
        foreach (string place in places.Where((_, i) => !isSlow || i % 6 == 0))
        {
            Assert.Equal(ExitCode.NotJudged, Check(folder, place));
        }
    }

    [Fact]
    public async Task A_pipe_is_read_to_its_end()
    {
        using TempFolder folder = new();
        string pipe = Path.Combine(folder.Root, "pipe");
        Peer.Output("mkfifo", pipe);
        Task writer = Task.Run(() => File.WriteAllText(pipe, "<cpu><model>Nehalem</model></cpu>"), TestContext.Current.CancellationToken);
        Assert.Equal(0, Tool.Run("cpu", "compare", pipe, "--host", Old).Code);
        await writer;
    }

    [Fact]
    public void Nothing_is_fetched_for_a_document()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        string address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/x";
        using TempFolder folder = new();
        folder.Write("index.xml",
            $"<!DOCTYPE cpu SYSTEM '{address}'><cpu xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='{address}'/></cpu>");
        CheckEverywhere(folder);
        Tool.Run("cpu", "compare", address, "--host", Old);
        Tool.Run("cpu", "models", "--cpu-map", address);
        Assert.False(listener.Pending());
    }

    [Fact]
    public void A_file_s_name_stays_on_one_line()
    {
        using TempFolder folder = new();
        string file = folder.Write("a\nnvirt: b\u001b[31m.xml", "<cpu>");
        string error = Tool.Run("cpu", "compare", file, "--host", Old).Error;
        Assert.DoesNotContain(error.TrimEnd('\n'), char.IsControl);
    }

    [Fact]
    public void A_domain_s_name_can_not_bring_a_verdict_of_its_own()
    {
        using TempFolder folder = new();
        string file = folder.Write("a.xml", "<domain><name>a): superset&#10;b (c</name><cpu><model>EPYC</model></cpu></domain>");
        Assert.DoesNotContain(
            Tool.Run("cpu", "compare", file, "--host", Old).Output.Split('\n'), l => l.EndsWith(": superset", StringComparison.Ordinal));
    }

    /// <summary>Generous limits: they only show that neither grows without limit.</summary>
    [Theory]
    [InlineData("<cpu/>", 100)]
    [InlineData("<cpu/>", 63)]
    [InlineData("<cpu><numa>|<cell cpus='0-16383' memory='1'/>", 63)]
    [InlineData("<cpu>|<feature/>", 63)]
    [InlineData("CPU:\n", 31)]
    [InlineData("<a>|<a>", 0)]
    public void Huge_and_deep_documents_take_bounded_time_and_memory(string form, int mebibytes)
    {
        string[] parts = form.Split('|');
        using TempFolder folder = new();
        string file = Path.Combine(folder.Root, "huge");
        using (StreamWriter writer = new(file))
        {
            string block = string.Concat(Enumerable.Repeat(parts[^1], 10_000));
            writer.Write(parts.Length > 1 ? parts[0] : string.Empty);
            for (int i = mebibytes == 0 ? 10 : (mebibytes << 20) / block.Length; i > 0; i--)
            {
                writer.Write(block);
            }
        }

        (int code, string error, TimeSpan time, long memory) = Measure("cpu", "compare", file, "--host", Old);
        Assert.Equal(ExitCode.NotJudged, code);
        AssertMessage(error);
        Assert.InRange(time.TotalSeconds, 0, 30);
        Assert.InRange(memory >> 20, 0, 1024);
    }

    private static void CheckEverywhere(TempFolder folder)
    {
        foreach (string place in Places)
        {
            Check(folder, place);
        }
    }

    private static int Check(TempFolder folder, string place)
    {
        string[] words =
            [.. place.Split(' ').Select(w => w.Replace("{0}", Path.Combine(folder.Root, "index.xml"), StringComparison.Ordinal)
                .Replace("{1}", folder.Root, StringComparison.Ordinal))];
        var (code, output, error) = Tool.Run(words);
        Assert.True(code is >= 0 and <= 3, $"{place}: exit code {code}");
        Assert.DoesNotContain(Messages.Error_Internal.Split('{')[0], error, StringComparison.Ordinal);
        bool isJson = words.Contains("json", StringComparer.Ordinal);
        Assert.All(error.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.StartsWith(isJson ? "{\"schema\":\"nvirt.error\"," : "nvirt: ", line, StringComparison.Ordinal));
        if (code == ExitCode.NotJudged && output.Length == 0)
        {
            // Notes about ignored parts may come before it.
            AssertMessage(error[(error.TrimEnd('\n').LastIndexOf('\n') + 1)..], isJson ? "{" : "nvirt: ");
        }

        return code;
    }

    private static void AssertMessage(string error, string start = "nvirt: ")
    {
        Assert.StartsWith(start, error, StringComparison.Ordinal);
        Assert.EndsWith("\n", error, StringComparison.Ordinal);
        Assert.DoesNotContain(error[..^1], char.IsControl);
    }

    // The highest memory use seen by checking every few milliseconds.
    private static (int Code, string Error, TimeSpan Time, long Memory) Measure(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "nvirt.dll"), .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = Testing.Places.Root,
        };
        Stopwatch watch = Stopwatch.StartNew();
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        long memory = 0;
        while (!process.WaitForExit(10) && watch.Elapsed < TimeSpan.FromSeconds(60))
        {
            memory = Math.Max(memory, PeakMemory(process));
        }

        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        process.WaitForExit();
        Assert.NotNull(output.Result);
        return (process.ExitCode, error.Result, watch.Elapsed, memory);
    }

    private static long PeakMemory(Process process)
    {
        try
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
        catch (InvalidOperationException)
        {
            // It has ended meanwhile.
            return 0;
        }
    }
}
