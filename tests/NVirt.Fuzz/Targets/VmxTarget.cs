using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using NVirt.Cpu;
using NVirt.RelaxNg;
using NVirt.RelaxNg.Patterns;
using NVirt.VMware;

namespace NVirt.Fuzz.Targets;

/// <summary>A <c>.vmx</c> file, and the CPU written into it.</summary>
internal sealed partial class VmxTarget : Target
{
    private static readonly VmxCpu NoAes = VmxCpuid.For(
        new CpuDefinition { Mode = CpuMode.HostPassthrough, Features = [new CpuFeature("aes", CpuPolicy.Disable)] });

    public override string Name => "vmx";

    public override string[] Words =>
    [
        "cpuid.1.ecx = \"----:----:----:----:----:----:----:----\"\n", "cpuid.80000001.edx.amd", "cpuid.", ".amd", ".eax", ".ebx", "1", "d",
            "0x7",
        "featMask.vm.cpuid.AES = \"Val:0\"\n", "featMask.vm.cpuid.", "Val:", "Min:", "Max:", "SSE3", "FAMILY", "0x1", " = ", "\"", "#",
            "\n", "\r\n", "\r",
        "\t", ":", "-", "x", "H", "R", "T", "F", "xxxx:", "00000000", "TTTTTTTT", "cpuid.coresPerSocket = \"2\"\n", "\uFEFF", "\u212a",
            "\0",
    ];

    public override Outcome Check(byte[] input)
    {
        string text = XmlOpinion.Text(input);
        Opinion? opinion = Opinion.Of(text);
        Attempt<VmxSource> attempt = new(() => VmxFile.Read(text, "a.vmx"));
        Outcome outcome = attempt.Against(opinion is not null, read => opinion!.Difference(read));
        return attempt.Value is not { } value ? outcome : new Outcome(
            $"{outcome.Signature} {value.Cpu?.Features.Count} {value.Lost.Length}",
            outcome.Problem ?? CheckWriting(text));
    }

    // Every line that is not replaced stays, and what is read again is what was written.
    private static string? CheckWriting(string text)
    {
        string written = NoAes.WriteInto(text, "a.vmx");
        IEnumerable<string> Rest(string of) => of.Replace("\uFEFF", string.Empty, StringComparison.Ordinal).Split('\n')
            .Where(l => l.Length > 0 && !l.Contains("cpuid.", StringComparison.OrdinalIgnoreCase)).Select(l => l.TrimEnd('\r'));
        return !Rest(written).SequenceEqual(Rest(text)) ? "writing changed other lines"
            : NoAes.WriteInto(written, "a.vmx") != written ? "writing twice is not the same"
            : VmxFile.Read(written, "a.vmx").Cpu?.Features.Contains(new CpuFeature("aes", CpuPolicy.Disable)) != true
            ? $"written, and not read: {written}"
            : null;
    }

    /// <summary>The contents of a file, line by line, by regular expressions.</summary>
    private sealed partial class Opinion
    {
        private readonly Dictionary<string, string> _masks = new(StringComparer.Ordinal);
        private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

        public static Opinion? Of(string text)
        {
            Opinion opinion = new();
            return Array.TrueForAll((text.StartsWith('\uFEFF') ? text[1..] : text)
                .Split('\n'), l => opinion.Take(l.EndsWith('\r') ? l[..^1] : l)) ? opinion : null;
        }

        public string? Difference(VmxSource read)
        {
            if (_masks.Count + _values.Count == 0)
            {
                return read.Cpu is null ? null : "a CPU, where nothing speaks of it";
            }

            Dictionary<string, CpuPolicy> expected = new(StringComparer.Ordinal);
            bool isAmd = _masks.Keys.All(k => k.EndsWith(".amd", StringComparison.Ordinal));
            foreach ((string key, string mask) in _masks.Where(m => isAmd || !m.Key.EndsWith(".amd", StringComparison.Ordinal)))
            {
                string[] parts = key.Split('.');
                foreach ((string name, char letter) in MapBits.Of(uint.Parse(parts[0], CultureInfo.InvariantCulture), 0, parts[1], mask)
                    .Where(f => f.Letter != '-'))
                {
                    expected[name] = letter switch
                    {
                        '1' => CpuPolicy.Force,
                        't' => CpuPolicy.Require,
                        '0' or 'r' => CpuPolicy.Disable,
                        'f' => CpuPolicy.Forbid,
                        _ => CpuPolicy.Optional,
                    };
                }
            }

            foreach ((string key, string value) in _values)
            {
                if (VmxFeatureMask.Feature(key) is { } name)
                {
                    bool isOne = Number(value[4..]) == 1;
                    expected[name] = value[..3].ToLowerInvariant() switch
                    {
                        "val" => isOne ? CpuPolicy.Force : CpuPolicy.Disable,
                        "min" => isOne ? CpuPolicy.Require : CpuPolicy.Optional,
                        _ => isOne ? CpuPolicy.Optional : CpuPolicy.Forbid,
                    };
                }
            }

            return read.Cpu is { Mode: CpuMode.HostPassthrough, Features: var features } && features.Count == expected.Count
                && features.All(f => expected.TryGetValue(f.Name, out CpuPolicy policy) && policy == f.Policy)
                ? null
                : $"read as {read.Cpu?.Features}";
        }

        private bool Take(string line)
        {
            if (Nothing().IsMatch(line))
            {
                return true;
            }

            Match setting = Setting().Match(line);
            string key = setting.Groups["key"].Value;
            string value = setting.Groups["value"].Value;
            return setting.Success && (Meant().IsMatch(key) ? TakeMask(key, value)
                : !key.StartsWith("featMask.vm.cpuid.", StringComparison.OrdinalIgnoreCase) || TakeValue(key, value));
        }

        private bool TakeMask(string key, string value)
        {
            Match match = MaskKey().Match(key);
            return match.Success && Mask().IsMatch(value) && Number("0x" + match.Groups["leaf"].Value) is { } leaf && leaf <= uint.MaxValue
                && _masks.TryAdd($"{leaf}.{match.Groups["rest"].Value.ToLowerInvariant()}",
                value.Replace(":", string.Empty, StringComparison.Ordinal).ToLowerInvariant());
        }

        private bool TakeValue(string key, string value) => Value().IsMatch(value) && Number(value[4..]) is var number
            && number <= uint.MaxValue
            && (VmxFeatureMask.Feature(key) is null || number <= 1) && _values.TryAdd(key, value);

        private static BigInteger Number(string text) => text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? BigInteger.Parse("0" + text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : BigInteger.Parse(text, CultureInfo.InvariantCulture);

        [GeneratedRegex(@"\A[ \t]*(#|\z)", RegexOptions.ExplicitCapture, 1000)]
        private static partial Regex Nothing();

        [GeneratedRegex(@"\A[ \t]*(?<key>[^ \t=""#]+)[ \t]*=[ \t]*(""(?<value>[^""]*)""|(?<value>[^ \t""#]*))[ \t]*(#|\z)",
            RegexOptions.ExplicitCapture, 1000)]
        private static partial Regex Setting();

        [GeneratedRegex(@"\Acpuid\.([0-9a-f]+|0x[^.]*)\.",
            RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
        private static partial Regex Meant();

        [GeneratedRegex(@"\Acpuid\.(?<leaf>[0-9a-f]+)\.(?<rest>e[abcd]x(\.amd)?)\z",
            RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
        private static partial Regex MaskKey();

        [GeneratedRegex(@"\A([-x01hrtf]{4}:?){7}[-x01hrtf]{4}\z",
            RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
        private static partial Regex Mask();

        [GeneratedRegex(@"\A(val|min|max):(0x[0-9a-f]+|0|[1-9][0-9]*)\z",
            RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
        private static partial Regex Value();
    }
}
