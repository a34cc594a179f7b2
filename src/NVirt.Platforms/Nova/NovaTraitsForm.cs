using NVirt.Cpu;
using NVirt.Platforms.Trees;
using NVirt.Xml;

namespace NVirt.Platforms.Nova;

/// <summary>
/// The traits of a resource provider, as the placement service and its client list them: what guests of that compute node can get. What it
/// does not list is unknown: an operator can take traits away.
/// </summary>
internal static class NovaTraitsForm
{
    private const string Name = "name";
    private const string Traits = "traits";

    public static PlatformForm Form { get; } = new("nova-traits", static t => t.IsJson && TraitsOf(t.Json).Any(IsOfProcessor), Read);

    private static IEnumerable<string> TraitsOf(TreeNode root) => root.IsMap
        ? root.Find(Traits)?.Items.Select(t => t.Text) ?? []
        : root.Items.Select(t => t.TextOf(Name) ?? string.Empty);

    private static bool IsOfProcessor(string trait) => trait.StartsWith("HW_CPU_", StringComparison.Ordinal);

    private static IReadOnlyList<CpuStatement> Read(PlatformText text, PlatformReadOptions options)
    {
        StatementBuilder statement = new(text, options, StatementSubject.Host, StatementTruth.Hypervisor) { Line = 1 };
        bool isEmpty = true;
        foreach (string trait in TraitsOf(text.Json))
        {
            isEmpty = false;
            if (NovaFlavorForm.FeatureOf(trait) is { } feature && statement.Space.Find(feature) is >= 0 and var place)
            {
                statement.AddYes(place);
            }
            else
            {
                statement.AddForeign(trait);
            }
        }

        return isEmpty ? throw text.Refuse(text.Json, Text.Of(Messages.Read_Missing, Traits)) : [statement.Build(Form.Id)];
    }
}
