using System.Text.RegularExpressions;
using NVirt.Cpu;
using NVirt.Qemu.CommandLine;
using NVirt.Testing;

namespace NVirt.Interop;

/// <summary>QEMU's arguments for random domains, from libvirt's embedded driver and from us, for the installed QEMU.</summary>
public sealed partial class QemuArgumentTests(Libvirt libvirt)
{
    private const int Usual = 200;
    private const string Partial = "check='partial'";

    [Fact]
    public async Task Cpu_and_smp_are_libvirts()
    {
        OurQemu qemu = await OurQemu.ProbeAsync(libvirt.Map);
        RandomDomains domains = qemu.Domains(new Random(RunSettings.Seed));
        ArgumentDifferences known = ArgumentDifferences.Read();
        Report report = new();
        for (int i = 0; i < RunSettings.Times(Usual); i++)
        {
            string xml = domains.Next();
            string theirs = AskLibvirt(xml);
            string ours = xml.Contains(Partial, StringComparison.Ordinal) ? AsBefore11(qemu, xml) : Describe(() => qemu.Build(xml));
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

    // With the earlier check instead of today's. A CPU that it refuses may have been refused before for another reason; only the checks
    // after the CPU is decided, and the search for a model to replace it, come later.
    private static string AsBefore11(OurQemu qemu, string xml)
    {
        string withoutCheck = Describe(() => qemu.Build(xml.Replace(Partial, "check='full'", StringComparison.Ordinal)));
        bool isChecked = withoutCheck.StartsWith("-cpu", StringComparison.Ordinal)
            || withoutCheck.Contains("a CPU without \"lm\"", StringComparison.Ordinal)
            || withoutCheck.Contains("is not among the allowed ones", StringComparison.Ordinal);
        return isChecked && qemu.EarlierRefusalOf(xml) is { } refusal ? $"{refusal.Kind.ToLibvirt()}: partial check" : withoutCheck;
    }

    private string AskLibvirt(string xml)
    {
        LibvirtAnswer answer = libvirt.Ask("embed", "domainXMLToNative", "qemu-argv", xml, 0);
        return answer.Code == 0 ? Shown(answer.Value.GetString()!) : $"{answer.Kind}: {answer.Message}";
    }

    private static string Outcome(string answer) => answer.Split(' ', ':')[0];

    // For refusals, the kind counts.
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
            return $"{e.Kind.ToLibvirt()}: {e.Message}";
        }
    }

    // Of a shell's command line: values in single quotes have no quotes inside.
    private static string Shown(string commandLine) => $"-cpu {ValueOf(commandLine, "cpu")} -smp {ValueOf(commandLine, "smp")}";

    private static string ValueOf(string commandLine, string option) =>
        Option().Matches(commandLine).FirstOrDefault(m => m.Groups["option"].Value == option)?.Groups["value"].Value.Trim('\'')
            ?? string.Empty;

    [GeneratedRegex(@" -(?<option>cpu|smp) (?<value>'[^']*'|\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Option();
}
