using NVirt.Cpu;
using NVirt.Platforms.Trees;
using NVirt.Xml;

namespace NVirt.Platforms.Linux;

/// <summary>The output of lscpu, as text or with -J: what the kernel shows of the first processor (formats.md 26).</summary>
internal static class LscpuForm
{
    public static PlatformForm Json { get; } = PlatformForm.WithKey("lscpu-json", "lscpu", ReadJson);

    public static PlatformForm Plain { get; } = new(
        "lscpu", static t => !t.IsJson && !t.IsXml && t.HasKey("Architecture") && t.HasKey("Flags") && !t.HasKey("processor"), ReadText);

    private static IReadOnlyList<CpuStatement> ReadJson(PlatformText text, PlatformReadOptions options)
    {
        TreeNode list = text.Json.Find("lscpu")!;
        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        Collect(list.Items, fields);
        return [Statement(text, options, fields, Json.Id, text.PlaceOf(list))];
    }

    private static void Collect(IReadOnlyList<TreeNode> items, Dictionary<string, string> fields)
    {
        foreach (TreeNode item in items)
        {
            if (item.TextOf("field") is { } field && item.TextOf("data") is { } data)
            {
                fields.TryAdd(field.TrimEnd(':'), data);
            }

            Collect(item.Find("children")?.Items ?? [], fields);
        }
    }

    private static IReadOnlyList<CpuStatement> ReadText(PlatformText text, PlatformReadOptions options)
    {
        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        foreach (ReadOnlySpan<char> line in text.All.AsSpan().EnumerateLines())
        {
            int colon = line.IndexOf(':');
            if (colon > 0)
            {
                fields.TryAdd(line[..colon].Trim().ToString(), line[(colon + 1)..].Trim().ToString());
            }
        }

        return [Statement(text, options, fields, Plain.Id, new Position(1, 1))];
    }

    private static CpuStatement Statement(
        PlatformText text, PlatformReadOptions options, Dictionary<string, string> fields, string form, Position at)
    {
        // In another language, nothing can be told from what it lacks.
        if (!fields.TryGetValue("Architecture", out string? arch) || !fields.TryGetValue("Flags", out string? line))
        {
            throw text.Errors.Malformed(at, Messages.Lscpu_Translated);
        }

        bool isX86 = CpuArchitectures.TryParse(arch, out CpuArchitecture known) && known.IsX86();
        if (!isX86 && known != CpuArchitecture.Aarch64)
        {
            throw text.Errors.Unsupported(at, Text.Of(Messages.Read_OtherArch, DocumentErrors.Quote(arch)));
        }

        StatementBuilder statement = new(
            text, options, StatementSubject.Host, options.JudgesByKernel ? StatementTruth.Kernel : StatementTruth.Physical,
            isX86 ? CpuArchitecture.X86_64 : known);
        if (isX86)
        {
            if (fields.TryGetValue("Vendor ID", out string? vendor))
            {
                statement.SetVendorId(LinuxHost.VendorId(vendor));
            }

            statement.Signature = LinuxHost.SignatureOf(
                fields.GetValueOrDefault("CPU family"), fields.GetValueOrDefault("Model"), fields.GetValueOrDefault("Stepping"));
            LinuxHost.ApplyAddressSizes(statement, fields.GetValueOrDefault("Address sizes"));
            statement.Axes = statement.Axes with { Microcode = LinuxHost.Hex(fields.GetValueOrDefault("Microcode version")) };
            LinuxFlags flags = new LinuxFlags(statement.Space).AddLine(line);
            if (flags.IsTooMany)
            {
                throw text.Errors.Malformed(at, Text.Of(Messages.Read_TooMany, LinuxFlags.MaxFlags));
            }

            flags.Apply(statement, options);
        }
        else
        {
            ArmFlags.Apply(statement, line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }

        return statement.Build(form);
    }
}
