using NVirt.Cpu;
using NVirt.Platforms.Linux;
using NVirt.Platforms.Trees;
using NVirt.Xml;

namespace NVirt.Platforms.Incus;

/// <summary>The resources of a server of Incus or LXD: Linux's flags of each core (formats.md 7, 26).</summary>
internal static class IncusResourcesForm
{
    public static PlatformForm Form { get; } = new("incus-resources", static t => t.IsJson && CpuOf(t.Json) is not null, Read);

    private static TreeNode? CpuOf(TreeNode root) =>
        (root.Find("metadata", "cpu") ?? root.Find("cpu")) is { } cpu && cpu.Has("architecture") && cpu.Has("sockets") ? cpu : null;

    private static IReadOnlyList<CpuStatement> Read(PlatformText text, PlatformReadOptions options)
    {
        TreeNode cpu = CpuOf(text.Json) ?? throw text.Refuse(text.Json, Text.Of(Messages.Read_Missing, "cpu.architecture, cpu.sockets"));
        string arch = cpu.TextOf("architecture") ?? string.Empty;
        if (!CpuArchitectures.TryParse(arch, out CpuArchitecture known) || (!known.IsX86() && known != CpuArchitecture.Aarch64))
        {
            throw text.Errors.Unsupported(text.PlaceOf(cpu), Text.Of(Messages.Read_OtherArch, DocumentErrors.Quote(arch)));
        }

        StatementBuilder statement = new(
            text, options, StatementSubject.Host, options.JudgesByKernel ? StatementTruth.Kernel : StatementTruth.Physical, known);
        LinuxFlags? flags = null;
        HashSet<string>? arm = null;
        SortedSet<string> differing = new(StringComparer.Ordinal);
        TreeNode? last = null;
        string? vendor = null;
        foreach (TreeNode socket in cpu.Find("sockets")!.Items)
        {
            string? one = socket.TextOf("vendor");
            if (vendor is not null && one != vendor)
            {
                throw text.Refuse(socket, Messages.Read_OtherProcessor);
            }

            vendor = one;
            if (socket.Find("address_sizes", "physical_bits")?.Unsigned() is { } bits and > 0 and <= 64)
            {
                statement.Axes = statement.Axes with { PhysBits = Math.Min((int)bits, statement.Axes.PhysBits ?? 64) };
            }

            foreach (TreeNode core in socket.Find("cores")?.Items ?? [])
            {
                TreeNode list = core.Find("flags") ?? throw text.Refuse(core, Text.Of(Messages.Read_Missing, "flags"));
                if (last?.IsWrittenLike(list) == true)
                {
                    // Many cores have the same.
                    continue;
                }

                last = list;
                IReadOnlyList<TreeNode> words = list.Items;
                if (words.Count > LinuxFlags.MaxFlags)
                {
                    throw text.Refuse(core, Text.Of(Messages.Read_TooMany, LinuxFlags.MaxFlags));
                }

                if (!known.IsX86())
                {
                    arm = arm is null ? [.. words.Select(w => w.Text)]
                        : [.. arm.Intersect(words.Select(w => w.Text), StringComparer.Ordinal)];
                    continue;
                }

                LinuxFlags next = new(statement.Space);
                foreach (TreeNode word in words)
                {
                    next.Add(word.Text);
                }

                differing.UnionWith(flags?.Intersect(next) ?? []);
                flags ??= next;
            }
        }

        if (vendor is not null && known.IsX86())
        {
            statement.SetVendorId(LinuxHost.VendorId(vendor));
        }

        if (differing.Count > 0)
        {
            statement.Remark(StatementRemarkKind.Differing, string.Join(", ", differing));
        }

        if (arm is not null)
        {
            ArmFlags.Apply(statement, arm);
        }
        else
        {
            (flags ?? throw text.Refuse(cpu, Text.Of(Messages.Read_Missing, "flags"))).Apply(statement, options);
        }

        return [statement.Build(Form.Id)];
    }
}
