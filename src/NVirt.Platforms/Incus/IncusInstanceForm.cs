using NVirt.Cpu;
using NVirt.Platforms.Trees;
using NVirt.Xml;

namespace NVirt.Platforms.Incus;

/// <summary>
/// A virtual machine of Incus or LXD (formats.md 7). One that cannot migrate gets its host's CPU; for the others the cluster group decides.
/// </summary>
internal static class IncusInstanceForm
{
    private const string Stateful = "migration.stateful";
    private const string Nesting = "security.nesting";
    private const string RawQemu = "raw.qemu";
    private const string ImageSystem = "image.os";

    private static readonly string[] Parts = ["profiles", "expanded_config", "ephemeral", "stateful"];

    public static PlatformForm Form { get; } = new("incus-instance", Recognises, Read);

    private static bool Recognises(PlatformText text) => text.IsJson
        ? RootOf(text.Json) is { } root && IsInstance(root)
        : !text.IsXml && text.HasKey("config") && text.HasKey("architecture") && Array.Exists(Parts, text.HasKey);

    private static TreeNode RootOf(TreeNode root) => root.Find("metadata") is { IsMap: true } metadata ? metadata : root;

    private static bool IsInstance(TreeNode root) =>
        root.Find("config")?.IsMap == true && root.Has("architecture") && Array.Exists(Parts, root.Has);

    private static IReadOnlyList<CpuStatement> Read(PlatformText text, PlatformReadOptions options)
    {
        TreeNode root = text.Documents switch
        {
            [var one] => RootOf(one),
            [_, var second, ..] => throw text.Refuse(second, Text.Of(Messages.Incus_OneInstance, text.Documents.Count)),
            _ => throw text.Refuse(1, 1, Text.Of(Messages.Incus_OneInstance, 0)),
        };
        if (!IsInstance(root))
        {
            throw text.Refuse(root, Text.Of(Messages.Read_Missing, "config, architecture"));
        }

        if (root.TextOf("type") is { } type && type != "virtual-machine")
        {
            throw text.Refuse(root.Find("type")!, Messages.Incus_Container);
        }

        string arch = root.TextOf("architecture") ?? string.Empty;
        if (!CpuArchitectures.TryParse(arch, out CpuArchitecture known))
        {
            throw text.Errors.Unsupported(text.PlaceOf(root), Text.Of(Messages.Read_OtherArch, DocumentErrors.Quote(arch)));
        }

        // What profiles add is in the expanded one.
        TreeNode config = root.Find("expanded_config") ?? root.Find("config")!;
        if (config.Find(RawQemu) is { } raw && raw.Text.Contains("-cpu", StringComparison.Ordinal))
        {
            throw text.Refuse(raw, Messages.Incus_RawQemu);
        }

        StatementBuilder statement = new(text, options, StatementSubject.Guest, StatementTruth.Request, known)
        {
            Name = root.TextOf("name"),
            Line = text.PlaceOf(root).Line,
        };
        AddCpu(text, statement, config);
        statement.ResolveGuest();
        return [statement.Build(Form.Id)];
    }

    private static void AddCpu(PlatformText text, StatementBuilder statement, TreeNode config)
    {
        bool migrates = Truth(text, config, Stateful) ?? false;
        if (migrates)
        {
            // The group's model, or kvm64 with what all servers have; outside a cluster the host.
            statement.Class = StatementClass.Default;
            statement.Remark(StatementRemarkKind.HostDecides, "instances.vm.cpu");
        }
        else
        {
            statement.Class = StatementClass.HostPassthrough;
            statement.Axes = statement.Axes with { Migratable = false };
        }

        if (!statement.Arch.IsX86())
        {
            return;
        }

        if (!migrates)
        {
            // Not where the server is itself a guest.
            statement.AddPolicy("invtsc", CpuPolicy.Optional);
        }

        if (Truth(text, config, Nesting) == false)
        {
            statement.AddPolicy("svm", CpuPolicy.Disable);
            statement.AddPolicy("vmx", CpuPolicy.Disable);
        }

        if (config.TextOf(ImageSystem)?.Contains("windows", StringComparison.OrdinalIgnoreCase) == true)
        {
            statement.Remark(StatementRemarkKind.NotKept, "hv-*");
        }
    }

    private static bool? Truth(PlatformText text, TreeNode config, string key) => config.TextOf(key)?.ToLowerInvariant() switch
    {
        null or "" => null,
        "true" or "1" or "yes" or "on" => true,
        "false" or "0" or "no" or "off" => false,
        _ => throw text.Refuse(config.Find(key)!, Text.Of(
            Messages.Read_Value, key, DocumentErrors.Quote(config.TextOf(key)!), "true, false")),
    };
}
