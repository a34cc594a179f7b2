using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;
using NVirt.Cpu;
using NVirt.Cpu.Arm;
using NVirt.Cpu.Ppc64;
using NVirt.Cpu.Probe;
using NVirt.Cpu.Probe.Dumps;
using NVirt.Cpu.Probe.Linux;
using NVirt.RelaxNg;
using NVirt.RelaxNg.Patterns;

namespace NVirt.Fuzz.Targets;

/// <summary>
/// <c>/proc/cpuinfo</c> of every architecture except x86, which never fails: malformed values are unknown, with a reason; and a saved
/// copy, which is raw data or refused. As bytes, the input is an auxiliary vector.
/// </summary>
internal sealed partial class KernelInfoTarget : Target
{
    private const string Flags =
        "fp asimd evtstrm aes pmull sha1 sha2 crc32 atomics fphp asimdhp cpuid asimdrdm jscvt fcma lrcpc dcpop sha3 sm3 sm4 asimddp "
            + "sha512 sve asimdfhm "
        + "dit uscat ilrcpc flagm ssbs sb paca pacg";

    public override string Name => "cpuinfo-kernel";

    public override string[] Words =>
    [
        "processor\t: 0\n", "processor\t: 1\n", "cpu\t\t: POWER9\n", "revision\t: 2.2 (pvr 004e 1202)\n", "(pvr ",
        "CPU implementer\t: 0x41\n", "CPU part\t: 0xd0c\n", "Features\t: fp asimd cpuid\n", "cpuid", " aes",
        "vendor_id       : IBM/S390\n", "facilities      : 0 1 2\n", "machine = 8561", "processor 0: version = FF,  machine = 8561\n",
        "isa\t\t: rv64imafdc_zicsr\n", "hart isa\t: rv64i\n", "mvendorid\t: 0x489\n", "marchid\t\t: 0x8000000000000007\n",
            "mimpid\t\t: 0x0\n",
        "CPU Family\t\t: Loongson-64bit\n", "Model Name\t\t: Loongson-3A5000\n", "Address Sizes\t\t: 48 bits physical, 48 bits virtual\n",
            "cpu family\t: 6\n",
        "0x", "\t", ":", "\n", "\0", "\u0010\0\0\0\0\0\0\0",
    ];

    public override Outcome Check(byte[] input)
    {
        // A copy may begin with a byte order mark.
        string text = Encoding.Latin1.GetString(input.AsSpan().StartsWith("\uFEFF"u8) ? input.AsSpan(3) : input);
        (string Key, string Value)[] lines = [.. LineEnd().Split(text).Where(l => l.Contains(':', StringComparison.Ordinal)).Select(Split)];
        Opinion opinion = new(lines);
        string? problem = CheckReading(CpuArchitecture.Ppc64, text, r => Show(r.RawData), opinion.Pvr)
            ?? CheckReading(CpuArchitecture.Aarch64, text, r => Show(r.RawData), opinion.Arm)
            ?? CheckReading(CpuArchitecture.S390x, text, Show, opinion.S390)
            ?? CheckReading(CpuArchitecture.Riscv64, text, Show, opinion.RiscV)
            ?? CheckReading(CpuArchitecture.LoongArch64, text, Show, opinion.Value("Model Name") ?? string.Empty)
            ?? CheckVector(input);
        Outcome saved = CheckSaved(input, opinion);
        return new Outcome(
            $"{saved.Signature} {opinion.Pvr is null} {opinion.Arm is null} {opinion.RiscV.Length}", problem ?? saved.Problem);
    }

    private static string? CheckReading(CpuArchitecture arch, string text, Func<HostReading, string?> show, string? expected)
    {
        CpuInfoText info = new(text);
        string? shown = show(KernelHostProbe.Of(arch, info));
        return (shown ?? string.Empty) != (expected ?? string.Empty) ? $"{arch}: {shown}, expected {expected}"
            : info.Problem?.Any(char.IsControl) == true ? $"{arch}: control characters in {info.Problem}"
            : expected is null && info.Problem is null ? $"{arch}: unknown, and no reason"
            : null;
    }

    // A saved copy is recognized by its lines.
    private static Outcome CheckSaved(byte[] input, Opinion opinion)
    {
        Attempt<DumpedCpu> attempt = new(() => SavedCpuInfo.Read(new DumpText(input, "a file"), CpuMap.Default)[0]);
        bool isPower = opinion.Value("revision") is not null && opinion.Value("cpu") is not null;
        bool isArm = !isPower && (opinion.Value("CPU implementer") is not null || opinion.Value("CPU part") is not null);
        string? expected = isPower ? opinion.Pvr : isArm ? opinion.Arm : null;

        // That of x86 has a target of its own.
        if (!isPower && !isArm && opinion.Value("facilities") is null && opinion.Value("vendor_id") != "IBM/S390"
            && opinion.Value("isa") is null
            && opinion.Value("CPU Family") is null && opinion.Value("cpu family") is not null)
        {
            return attempt.Against(null, _ => null);
        }

        // A 32-bit kernel gives no data.
        if (isArm && opinion.IsOf32Bits)
        {
            return attempt.Against(
                true, cpu => cpu.Data is null && cpu.Arch == CpuArchitecture.Armv7l ? null : "data of a kernel of 32 bits");
        }

        // For other architectures, only the name is read.
        bool isOther = !isPower && !isArm && (opinion.Value("facilities") is not null || opinion.Value("vendor_id") == "IBM/S390"
            || opinion.Value("isa") is not null || opinion.Value("CPU Family") is not null);
        return attempt.Against(expected is not null || isOther, cpu => Show(cpu.Data) == expected ? null : $"other data than {expected}");
    }

    private static string? CheckVector(byte[] input)
    {
        ulong? expected = Enumerable.Range(0, input.Length / 16)
            .Select(i => (Type: BitConverter.ToUInt64(input, i * 16), Value: BitConverter.ToUInt64(input, (i * 16) + 8)))
            .TakeWhile(p => p.Type != 0).Where(p => p.Type == 16).Select(p => (ulong?)p.Value).FirstOrDefault();
        ulong? found = AuxVector.Find(input, AuxVector.Capabilities, sizeof(ulong), BitConverter.IsLittleEndian);
        return found == expected ? null : $"vector: {found}, expected {expected}";
    }

    private static string? Show(CpuData? data) => data switch
    {
        Ppc64CpuData { Pvrs: [var pvr] } => $"{pvr.Value:x8} {pvr.Mask:x8}",
        ArmCpuData arm => $"{arm.Vendor:x} {arm.Part:x} {string.Join(' ', arm.Flags)}",
        _ => null,
    };

    private static string? Show(HostReading reading) => reading switch
    {
        S390HostReading s390 => $"{s390.Machine} {string.Join(' ', s390.Facilities)}",
        RiscVHostReading riscV => $"{riscV.Isa} {riscV.VendorId:x} {riscV.ArchitectureId:x} {riscV.ImplementationId:x}",
        GenericHostReading generic => generic.ModelName ?? string.Empty,
        _ => null,
    };

    private static (string Key, string Value) Split(string line)
    {
        string[] parts = line.Split(':', 2);
        return (parts[0].Trim(), Control().Replace(parts[1].Trim(), " "));
    }

    /// <summary>The contents of the lines, by regular expressions.</summary>
    private sealed class Opinion((string Key, string Value)[] lines)
    {
        public string? Pvr => PvrForm().Match(Value("revision") ?? string.Empty) is { Success: true } match
            ? $"{match.Groups["high"]}{match.Groups["low"]} ffffffff".ToLowerInvariant()
            : null;

        public string? Arm => Hex("CPU implementer", 0xff) is { } vendor && Hex("CPU part", 0xfff) is { } part
            && Words("Features").Contains("cpuid", StringComparer.Ordinal)
            ? $"{vendor} {part} {string.Join(' ', Flags.Split(' ').Where(Words("Features").Contains))}"
            : null;

        public bool IsOf32Bits => Words("Features").Any(w => w is "swp" or "half" or "thumb" or "fastmult" or "vfp" or "edsp");

        public string S390 => $"{Machine} {Facilities}";

        public string RiscV => $"{IsaForm().Match(Value("isa") ?? string.Empty)} {Hex("mvendorid", uint.MaxValue)} "
            + $"{Hex("marchid", ulong.MaxValue)} {Hex("mimpid", ulong.MaxValue)}";

        private string Machine => MachineForm()
            .Match(Array.Find(lines, l => l.Key.StartsWith("processor ", StringComparison.Ordinal)).Value ?? string.Empty).Groups[
                "machine"].Value;

        private string Facilities =>
            Words("facilities").All(w => Decimal().IsMatch(w) && BigInteger.Parse(w, CultureInfo.InvariantCulture) <= int.MaxValue)
            ? string.Join(' ', Words("facilities").Select(w => int.Parse(w, CultureInfo.InvariantCulture)).Distinct().Order())
            : string.Empty;

        public string? Value(string key) => lines.Where(l => l.Key == key).Select(l => l.Value).FirstOrDefault();

        private string[] Words(string key) => [.. (Value(key) ?? string.Empty).Split(' ').Where(w => w.Length > 0)];

        private string? Hex(string key, ulong max) => HexForm().Match(Value(key) ?? string.Empty) is { Success: true } m
            && BigInteger.Parse("0" + m.Groups["digits"].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) is var number
            && number <= max
            ? ((ulong)number).ToString("x", CultureInfo.InvariantCulture)
            : null;
    }

    [GeneratedRegex(@"\r\n|[\n\r\f\u0085\u2028\u2029]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex LineEnd();

    [GeneratedRegex(@"[\u0000-\u001f\u007f-\u009f]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Control();

    [GeneratedRegex(@"\A(?:(?!\(pvr ).)*\(pvr (?<high>[0-9a-fA-F]{4}) (?<low>[0-9a-fA-F]{4})\)",
        RegexOptions.CultureInvariant | RegexOptions.Singleline, 1000)]
    private static partial Regex PvrForm();

    [GeneratedRegex(
        @"\A(?:(?!machine = ).)*machine = (?<machine>[0-9a-fA-F]{4})\z", RegexOptions.CultureInvariant | RegexOptions.Singleline, 1000)]
    private static partial Regex MachineForm();

    [GeneratedRegex(@"\A0x(?<digits>[0-9a-fA-F]+)\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex HexForm();

    [GeneratedRegex(@"\A[0-9]+\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Decimal();

    [GeneratedRegex(@"\Arv[0-9a-zA-Z_]*\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex IsaForm();
}
