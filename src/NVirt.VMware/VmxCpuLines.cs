using NVirt.Cpu;
using NVirt.Cpu.X86;
using NVirt.Xml;

namespace NVirt.VMware;

/// <summary>The lines of a <c>.vmx</c> file about the CPU.</summary>
internal sealed class VmxCpuLines
{
    /// <summary>More lines about the CPU than any file has.</summary>
    public const int MaxLines = 4096;

    private const string NameKey = "displayName";

    private readonly HashSet<string> _keys = new(StringComparer.OrdinalIgnoreCase);
    private readonly DocumentErrors _errors;

    private VmxCpuLines(DocumentErrors errors) => _errors = errors;

    /// <summary>The letters of each mask.</summary>
    public Dictionary<VmxMaskKey, string> Masks { get; } = [];

    /// <summary>Features by the map's names.</summary>
    public List<(string Name, CpuPolicy Policy)> Features { get; } = [];

    /// <summary>What no policy can express.</summary>
    public List<string> Lost { get; } = [];

    /// <summary>The guest's name; <see langword="null"/> if there is none.</summary>
    public string? Name { get; private set; }

    public bool IsEmpty => _keys.Count == 0;

    public static VmxCpuLines Read(string text, DocumentErrors errors)
    {
        VmxCpuLines lines = new(errors);
        foreach (VmxLine line in VmxParser.Parse(text, errors))
        {
            if (VmxMaskKey.IsMeant(line.Key))
            {
                lines.Count(line);
                lines.AddMask(line);
            }
            else if (VmxFeatureMask.IsKey(line.Key))
            {
                lines.Count(line);
                lines.AddFeature(line);
            }
            else if (line.Key.Equals(NameKey, StringComparison.OrdinalIgnoreCase))
            {
                lines.Name = line.Value;
            }
        }

        return lines;
    }

    private void Count(VmxLine line)
    {
        if (!_keys.Add(line.Key))
        {
            throw _errors.Malformed(line.KeyPlace, Text.Of(Messages.Vmx_Twice, DocumentErrors.Quote(line.Key)));
        }

        if (_keys.Count > MaxLines)
        {
            throw _errors.Malformed(line.KeyPlace, Text.Of(Messages.Vmx_TooMany, MaxLines));
        }
    }

    private void AddMask(VmxLine line)
    {
        if (!VmxMaskKey.TryParse(line.Key, out VmxMaskKey key))
        {
            throw _errors.Malformed(line.KeyPlace, Text.Of(Messages.Vmx_Key, DocumentErrors.Quote(line.Key)));
        }

        if (!CpuidMaskText.TryParse(line.Value, VmxMask.Alphabet, isGrouped: true, out string mask, out int wrong))
        {
            throw _errors.Malformed(line.ValuePlace with { Column = line.ValuePlace.Column + wrong }, Messages.Vmx_Mask);
        }

        if (!Masks.TryAdd(key, mask))
        {
            throw _errors.Malformed(line.KeyPlace, Text.Of(Messages.Vmx_Twice, DocumentErrors.Quote(line.Key)));
        }
    }

    private void AddFeature(VmxLine line)
    {
        if (!VmxFeatureMask.TryParse(line.Value, out CpuPolicy? policy))
        {
            throw _errors.Malformed(line.ValuePlace, Text.Of(Messages.Vmx_FeatureValue, DocumentErrors.Quote(line.Value)));
        }

        if (VmxFeatureMask.Feature(line.Key) is not { } feature)
        {
            Lost.Add(Text.Of(Messages.Lost_Name, DocumentErrors.Quote(line.Key), DocumentErrors.Quote(line.Value)));
        }
        else if (policy is { } known)
        {
            Features.Add((feature, known));
        }
        else
        {
            throw _errors.Malformed(line.ValuePlace, Text.Of(Messages.Vmx_FeatureValue, DocumentErrors.Quote(line.Value)));
        }
    }
}
