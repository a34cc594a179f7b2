using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using NVirt.Cpu;
using NVirt.Cpu.Probe;
using NVirt.Cpu.X86;

namespace NVirt.Testing.Guests;

/// <summary>What <see cref="FirmwareGuest"/> saw of its CPU.</summary>
/// <param name="Cpuid">The leaves, as <c>cpuid -r</c> prints them.</param>
/// <param name="Cpu">The same, decoded.</param>
/// <param name="Data">The leaves, and the MSRs that leaf 7 announces.</param>
internal sealed partial record FirmwareReport(string Cpuid, CpuSource Cpu, X86CpuData Data)
{
    /// <summary>Whether the guest sees a feature, by the map's name.</summary>
    public bool Has(string feature) => CpuDriver.For(CpuArchitecture.X86_64).HasFeature(Data, feature);

    /// <summary>Reads the last report of these lines.</summary>
    public static FirmwareReport Parse(IReadOnlyList<string> lines)
    {
        int start = lines.ToList().LastIndexOf("CPU 0:");
        ILookup<bool, string> parts = lines.Skip(start).ToLookup(l => Msr().IsMatch(l));
        string cpuid = string.Join('\n', parts[false]) + "\n";
        CpuSource cpu = CpuReader.Read(Encoding.ASCII.GetBytes(cpuid), "firmware").Single();
        return new FirmwareReport(cpuid, cpu, X86CpuData.Create([.. ((X86CpuData)cpu.Data!).Items, .. parts[true].Select(MsrOf)]));
    }

    private static X86Item MsrOf(string line)
    {
        Match match = Msr().Match(line);
        return X86Item.Msr(Number("index"), Number("low"), Number("high"));

        uint Number(string name) => uint.Parse(match.Groups[name].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("^msr 0x(?<index>[0-9a-f]{8}): eax=0x(?<low>[0-9a-f]{8}) edx=0x(?<high>[0-9a-f]{8})$", RegexOptions.None, 1000)]
    private static partial Regex Msr();
}
