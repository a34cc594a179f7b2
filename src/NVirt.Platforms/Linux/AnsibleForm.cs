using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Platforms.Trees;
using NVirt.Xml;

namespace NVirt.Platforms.Linux;

/// <summary>
/// Facts that Ansible gathered: the processors' vendor, and rarely anything else. Their silence says nothing (formats.md 26).
/// </summary>
internal static class AnsibleForm
{
    public static PlatformForm Form { get; } = PlatformForm.WithKey("ansible", "ansible_facts", Read);

    private static IReadOnlyList<CpuStatement> Read(PlatformText text, PlatformReadOptions options)
    {
        TreeNode facts = text.Json.Find("ansible_facts")!;
        string? name = Fact("architecture")?.Text;
        if (!CpuArchitectures.TryParse(name ?? "x86_64", out CpuArchitecture arch))
        {
            throw text.Errors.Unsupported(text.PlaceOf(facts), Text.Of(Messages.Read_OtherArch, DocumentErrors.Quote(name!)));
        }

        StatementBuilder statement = new(text, options, StatementSubject.Host, StatementTruth.Physical, arch)
        {
            Name = text.Json.TextOf("inventory_hostname") ?? Fact("hostname")?.Text,
        };

        // Index, vendor and brand, processor after processor.
        IReadOnlyList<TreeNode> processor = Fact("processor")?.Items ?? [];
        if (processor.Select(p => p.Text).FirstOrDefault(IsVendor) is { } vendor && arch.IsX86())
        {
            statement.SetVendorId(vendor);
        }

        if (Fact("processor_flags") is { Items.Count: > 0 } list && arch.IsX86())
        {
            LinuxFlags flags = new(statement.Space);
            foreach (TreeNode flag in list.Items.Count <= LinuxFlags.MaxFlags ? list.Items
                : throw text.Refuse(list, Text.Of(Messages.Read_TooMany, LinuxFlags.MaxFlags)))
            {
                flags.Add(flag.Text);
            }

            flags.Apply(statement, options, isComplete: false);
        }

        return [statement.Build(Form.Id)];

        TreeNode? Fact(string fact) => facts.Find("ansible_" + fact) ?? facts.Find(fact);
    }

    private static bool IsVendor(string text) => text.Length == 12 && text.All(char.IsAsciiLetter);
}
