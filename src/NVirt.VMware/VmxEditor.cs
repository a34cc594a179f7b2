using System.Collections.Immutable;
using System.Text;
using NVirt.Cpu;
using NVirt.Cpu.Map;
using NVirt.Xml;

namespace NVirt.VMware;

/// <summary>Puts CPU settings into a <c>.vmx</c> file; every other line stays the same byte for byte.</summary>
internal static class VmxEditor
{
    public static string Replace(string text, ImmutableArray<VmxSetting> settings, string? file, CpuMap map)
    {
        HashSet<X86Register> known = [.. Enumerable.Range(0, map.X86.FeatureCount).Select(f => map.X86.FeatureBit(f).Register)];
        VmxLine[] old = [.. VmxParser.Parse(text, new DocumentErrors(file, CpuException.Of)).Where(line => IsOurs(line.Key, known))];
        int place = old.Length > 0 ? old[0].Start : text.Length;

        // A carriage return at the very end is half a line end.
        string lineEnd = text.Contains("\r\n", StringComparison.Ordinal) || text.EndsWith('\r') ? "\r\n" : "\n";
        StringBuilder result = new(text, 0, place, text.Length + (settings.Length * 64));
        if (settings.Length > 0 && !StandsAtStart(result))
        {
            result.Append(result[^1] == '\r' ? "\n" : lineEnd);
        }

        foreach (VmxSetting setting in settings)
        {
            result.Append(setting).Append(lineEnd);
        }

        foreach (VmxLine line in old)
        {
            result.Append(text, place, line.Start - place);
            place = line.End;
        }

        return result.Append(text, place, text.Length - place).ToString();
    }

    // Of a line; a byte order mark at the start of the file is not part of its first line.
    private static bool StandsAtStart(StringBuilder text) =>
        text.Length == 0 || text[^1] == '\n' || (text.Length == 1 && text[0] == UntrustedText.ByteOrderMark);

    private static bool IsOurs(string key, HashSet<X86Register> known) => VmxMaskKey.TryParse(key, out VmxMaskKey mask)
        ? VmxMask.HasPlace(mask.Register) && known.Contains(mask.Register)
        : VmxFeatureMask.IsKey(key) && VmxFeatureMask.Feature(key) is not null;
}
