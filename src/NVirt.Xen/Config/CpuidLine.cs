using System.Buffers;
using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.Xen.Config;

/// <summary>Reads the string form of <c>cpuid</c>: <c>host,sse3=0,page1gb=x</c>.</summary>
internal static class CpuidLine
{
    // A feature of the map has at most half as many.
    private const int LongestName = 64;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.+-");

    public static CpuidSetting Read(XlValue value, DocumentErrors errors)
    {
        CpuFeatureListBuilder features = new(CpuType.Guest);
        HashSet<string> seen = new(StringComparer.Ordinal);
        ImmutableArray<string>.Builder lost = ImmutableArray.CreateBuilder<string>();
        int start = 0;
        foreach (string item in value.Text is "" ? [] : value.Text!.Split(','))
        {
            if (start == 0)
            {
                _ = item == "host" ? item : throw errors.Malformed(value.At(0), Messages.Cpuid_Host);
            }
            else
            {
                Add(item, value.At(start));
            }

            start += item.Length + 1;
        }

        return new CpuidSetting(features.ToList(), lost.ToImmutable());

        void Add(string item, Position at)
        {
            int equals = item.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? string.Empty : item[..equals];
            if (name.Length is 0 or > LongestName || name.AsSpan().ContainsAnyExcept(NameCharacters))
            {
                throw errors.Malformed(at, Text.Of(Messages.Cpuid_Pair, DocumentErrors.Quote(item)));
            }

            if (!seen.Add(LibxlNames.ToMap(name)))
            {
                throw errors.Malformed(at, Text.Of(Messages.Cpuid_Twice, name));
            }

            string setting = item[(equals + 1)..];
            if (LibxlNames.Numbers.Contains(name))
            {
                lost.Add(Text.Of(Messages.Lost_Number, name, DocumentErrors.Quote(setting)));
            }
            else if (setting is [var letter] && CpuidSetting.Values.Contains(letter))
            {
                features.Update(LibxlNames.ToMap(name), CpuidSetting.Policy(letter));
            }
            else
            {
                throw errors.Malformed(at, Text.Of(Messages.Cpuid_Value, name, DocumentErrors.Quote(setting)));
            }
        }
    }
}
