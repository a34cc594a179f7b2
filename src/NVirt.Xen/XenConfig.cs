using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Xen.Config;
using NVirt.Xml;

namespace NVirt.Xen;

/// <summary>Reads the CPU from xl.cfg (hypervisor-rules.md 6.2). Safe for use by several threads.</summary>
public static class XenConfig
{
    /// <summary>Reads <c>cpuid</c>, in both forms, and <c>nestedhvm</c>; the rest of the file is ignored.</summary>
    /// <param name="text">The file: at most 4 Mi characters.</param>
    /// <param name="file">Its name for messages, or <see langword="null"/>.</param>
    /// <param name="host">
    /// Supplies the host, which decides whether <c>nestedhvm = 0</c> means <c>vmx</c> or <c>svm</c>; it is called only then, and
    /// without it that line is lost.
    /// </param>
    /// <param name="map">The map; <see langword="null"/> for the built-in one.</param>
    /// <exception cref="CpuException">
    /// The file is malformed, or a value is not one that xl accepts (xml); the message has file, line and column.
    /// </exception>
    public static XenConfigSource Read(string text, string? file = null, Func<CpuDefinition>? host = null, CpuMap? map = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        map ??= CpuMap.Default;
        DocumentErrors errors = new(file, CpuException.Of);
        IReadOnlyDictionary<string, XlValue> settings = XlParser.Parse(text, errors);
        bool? nested = settings.GetValueOrDefault("nestedhvm") is { } value ? Switch(value, errors) : null;
        CpuidSetting? cpuid = settings.GetValueOrDefault("cpuid") is { } written ? CpuidSetting.Read(written, errors, map) : null;
        string? name = settings.GetValueOrDefault("name")?.Text;
        if (nested is null && cpuid is null)
        {
            return new XenConfigSource(Cpu: null, []) { Name = name };
        }

        CpuFeatureListBuilder features = new(CpuType.Guest, cpuid?.Features);
        ImmutableArray<string> lost = cpuid?.Lost ?? [];
        if (nested == false)
        {
            ImmutableArray<string> names = host is null ? [] : HardwareVirtualization.Of(host(), map);
            lost = names.IsEmpty ? lost.Add(Messages.Lost_NestedHvm) : lost;
            foreach (string virtualization in names)
            {
                features.AddIfMissing(virtualization, CpuPolicy.Disable);
            }
        }

        return new XenConfigSource(new CpuDefinition { Mode = CpuMode.HostPassthrough, Features = features.ToList() }, lost)
        {
            Name = name,
            NestedHvm = nested,
        };
    }

    private static bool Switch(XlValue value, DocumentErrors errors) => value.Text switch
    {
        "0" => false,
        "1" => true,
        _ => throw errors.Malformed(value.Start, Messages.Xl_Switch),
    };
}
