using System.Text.RegularExpressions;
using NVirt.Domains;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.CommandLine;
using NVirt.Qemu.HostModels;
using NVirt.Qemu.Probing;

namespace NVirt.Interop;

/// <summary>QEMU's arguments for random domains, by libvirt's embedded driver and by us, of the QEMU that is installed.</summary>
public sealed partial class QemuArgumentTests(Libvirt libvirt)
{
    private const int Usual = 200;
    private const string Binary = "/usr/bin/qemu-system-x86_64";

    [Fact]
    public async Task Cpu_and_smp_are_libvirts()
    {
        CpuMap map = libvirt.Map;
        if (!File.Exists(Binary))
        {
            Peer.Missing($"{Binary} is not there; to compare with libvirt: apt-get install qemu-system-x86");
        }

        QemuCapabilities capabilities = await QemuRecorder.ProbeAsync(Binary, map: map, cancellation: TestContext.Current.CancellationToken);
        QemuHost host = QemuHost.ThisMachine(map);
        QemuSlot slot = capabilities.Slot(QemuAccelerator.Tcg)!;
        RandomCpus random = new(new Random(RunSettings.Seed), map);
        RandomDomains domains = new(random, new RandomDomainCpus(random, ModelsOf(slot, map), OfferedBy(slot, map)), host.Tsc?.Frequency ?? 2_000_000_000);
        ArgumentDifferences known = ArgumentDifferences.Read();
        Report report = new();
        for (int i = 0; i < RunSettings.Times(Usual); i++)
        {
            string xml = domains.Next();
            string theirs = AskLibvirt(xml);
            string ours = Describe(() => QemuCommandLine.Build(DomainDocument.Parse(xml), capabilities, host, new QemuCommandLineOptions { Map = map }));
            report.Count(Outcome(theirs));
            if (known.Covers(xml, theirs, ours))
            {
                report.Count("told in the table");
            }
            else
            {
                report.Compare(Comparable(theirs), Comparable(known.WithoutOptions(ours)), () => $"{xml}\n{theirs}\n{ours}");
            }
        }

        report.Finish("domains");
        report.RequireEach(RunSettings.Times(Usual) / 4, "-cpu");
        report.RequireEach(1, "Xml", "Unsupported", "Incompatible");
    }

    private static string[] ModelsOf(QemuSlot slot, CpuMap map) =>
        [.. slot.Models!.Value.Select(m => m.Name).Where(m => map.FindModel(m) is not null)];

    private static string[] OfferedBy(QemuSlot slot, CpuMap map) =>
        [.. slot.HostCpu!.Properties.Where(p => p.Value is true && map.FindFeature(p.Name) is not null).Select(p => p.Name)];

    private string AskLibvirt(string xml)
    {
        LibvirtAnswer answer = libvirt.Ask("embed", "domainXMLToNative", "qemu-argv", xml, 0);
        return answer.Code == 0 ? Shown(answer.Value.GetString()!) : $"{answer.Kind}: {answer.Message}";
    }

    private static string Outcome(string answer) => answer.Split(' ', ':')[0];

    // Of refusals, the kind counts.
    private static string Comparable(string answer) => answer.StartsWith("-cpu", StringComparison.Ordinal) ? answer : Outcome(answer);

    private static string Describe(Func<QemuArguments> build)
    {
        try
        {
            QemuArguments arguments = build();
            return $"-cpu {arguments.ValueOf("-cpu")} -smp {arguments.ValueOf("-smp")}";
        }
        catch (CpuException e)
        {
            return $"{e.Kind}: {e.Message}";
        }
    }

    // Of a shell's command line: values in single quotes have no quotes inside.
    private static string Shown(string commandLine) => $"-cpu {ValueOf(commandLine, "cpu")} -smp {ValueOf(commandLine, "smp")}";

    private static string ValueOf(string commandLine, string option) =>
        Option().Matches(commandLine).FirstOrDefault(m => m.Groups["option"].Value == option)?.Groups["value"].Value.Trim('\'') ?? string.Empty;

    [GeneratedRegex(@" -(?<option>cpu|smp) (?<value>'[^']*'|\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Option();
}
