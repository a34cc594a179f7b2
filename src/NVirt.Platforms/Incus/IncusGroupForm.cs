using NVirt.Cpu;
using NVirt.Platforms.Qemu;
using NVirt.Platforms.Trees;
using NVirt.Xml;

namespace NVirt.Platforms.Incus;

/// <summary>A cluster group of Incus or LXD: the CPU of its virtual machines that can migrate (formats.md 7).</summary>
internal static class IncusGroupForm
{
    private const string Prefix = "instances.vm.cpu.";

    public static PlatformForm Form { get; } = new("incus-group", Recognises, Read);

    private static bool Recognises(PlatformText text) => text.IsJson
        ? ConfigOf(text.Json) is { } config && config.Members.Any(m => m.Key.StartsWith(Prefix, StringComparison.Ordinal))
        : !text.IsXml && text.HasKey("config") && text.All.Contains(Prefix, StringComparison.Ordinal);

    private static TreeNode? ConfigOf(TreeNode root) => root.Find("config") ?? root.Find("metadata", "config");

    private static IReadOnlyList<CpuStatement> Read(PlatformText text, PlatformReadOptions options)
    {
        TreeNode root = text.Documents.Count > 0 ? text.Documents[0] : throw text.Refuse(1, 1, Text.Of(Messages.Read_Missing, "config"));
        TreeNode config = ConfigOf(root) ?? root;
        SortedDictionary<string, (TreeNode? Baseline, TreeNode? Flags)> byArch = new(StringComparer.Ordinal);
        foreach ((string key, TreeNode value) in config.Members)
        {
            string[] parts = key.StartsWith(Prefix, StringComparison.Ordinal) ? key[Prefix.Length..].Split('.') : [];
            if (parts is [var arch, "baseline" or "flags"])
            {
                (TreeNode? baseline, TreeNode? flags) = byArch.GetValueOrDefault(arch);
                byArch[arch] = parts[1] == "baseline" ? (value, flags) : (baseline, value);
            }
            else if (!key.StartsWith("user.", StringComparison.Ordinal))
            {
                throw text.Refuse(value, Text.Of(Messages.Read_UnknownKey, DocumentErrors.Quote(key)));
            }
        }

        string? name = root.TextOf("name");
        return byArch.Count == 0 ? throw text.Refuse(config, Text.Of(Messages.Read_Missing, Prefix + "ARCH.baseline"))
            : [.. byArch.Select(a => Of(text, options, name, a.Key, a.Value.Baseline, a.Value.Flags))];
    }

    private static CpuStatement Of(
        PlatformText text, PlatformReadOptions options, string? name, string arch, TreeNode? baseline, TreeNode? flags)
    {
        TreeNode at = baseline ?? flags!;
        bool isAuto = flags?.Text == "auto";
        if (isAuto && (arch != "x86_64" || baseline?.Text != "kvm64"))
        {
            throw text.Refuse(flags!, Messages.Incus_Auto);
        }

        if (arch != "x86_64")
        {
            if (!CpuArchitectures.TryParse(arch, out CpuArchitecture known))
            {
                throw text.Errors.Unsupported(text.PlaceOf(at), Text.Of(Messages.Read_OtherArch, DocumentErrors.Quote(arch)));
            }

            StatementBuilder other = new(text, options, StatementSubject.Guest, StatementTruth.Request, known)
            {
                Name = name,
                Model = baseline?.Text,
            };
            foreach (string flag in Flags(flags))
            {
                other.AddForeign(flag);
            }

            return other.Build(Form.Id);
        }

        // Virtual machines there need KVM.
        string value = string.Join(',', [baseline?.Text ?? "kvm64", .. isAuto ? [] : Flags(flags)]);
        Position place = text.PlaceOf(at);
        StatementBuilder statement =
            new QemuCpuText(text, options with { Kvm = options.Kvm ?? true }, place.Line, place.Column).Read(value, takesVerbs: true);
        statement.Name = name;
        if (isAuto)
        {
            statement.Remark(StatementRemarkKind.HostDecides, "auto");
        }

        return statement.Build(Form.Id);
    }

    private static IEnumerable<string> Flags(TreeNode? flags) =>
        (flags?.Text ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(f => f[0] is '+' or '-' ? f : "+" + f);
}
