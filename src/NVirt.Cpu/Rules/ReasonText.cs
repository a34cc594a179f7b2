using System.Collections.Immutable;
using System.Text;
using NVirt.Xml;

namespace NVirt.Cpu.Rules;

/// <summary>
/// Puts reasons into words, using the resources <c>Reason_RULE</c>, <c>Remedy_RULE</c>, and <c>Summary_RULE</c> for lists of features.
/// </summary>
internal static class ReasonText
{
    // Names come from outside: each is kept on one line, and their number is limited.
    private const int LongestName = 8 * 1024;
    private const int MostShown = 512;

    public static string Describe(CpuReason reason)
    {
        string text = Fill(Messages.ResourceManager.GetString("Reason_" + reason.Rule, Messages.Culture), reason);
        return reason.Lack switch
        {
            CpuLack.Processor => Text.Of(Messages.Lack_Processor, text),
            CpuLack.Hypervisor => Text.Of(Messages.Lack_Hypervisor, text),
            CpuLack.Emulation => Text.Of(Messages.Lack_Emulation, text),
            _ when reason.Hint() is { Length: > 0 } hint => Text.Of(Messages.Reason_WithHint, text, hint),
            _ => text,
        };
    }

    public static string Remedy(CpuReason reason) => reason.IsGivenByHypervisor
        ? Messages.Remedy_GivenByHypervisor
        : Fill(Messages.ResourceManager.GetString("Remedy_" + reason.Rule, Messages.Culture), reason);

    public static string Summarize(ImmutableArray<CpuReason> reasons)
    {
        StringBuilder text = new();
        foreach (IGrouping<CpuRule, CpuReason> group in reasons.GroupBy(r => r.Rule))
        {
            if (text.Length > 0)
            {
                text.Append("; ");
            }

            string? summary = Messages.ResourceManager.GetString("Summary_" + group.Key, Messages.Culture);
            text.Append(summary is null || IsOneWithHint(group) ? List("; ", group.Select(Describe))
                : Text.Of(summary, List(", ", group.Select(Named))));
        }

        return text.ToString();
    }

    // Placeholders: 0 subject, 1 coordinate in parentheses, 2 who asked, 3 expected, 4 actual.
    private static string Fill(string? format, CpuReason reason) => format is null
        ? string.Empty
        : Text.Of(
            format,
            Plain(reason.Subject),
            reason.Coordinate is null ? string.Empty : $" ({reason.Coordinate})",
            Asker(reason),
            Plain(reason.Expected ?? Messages.Word_None),
            Plain(reason.Actual ?? Messages.Word_None));

    private static bool IsOneWithHint(IEnumerable<CpuReason> group) => group.Take(2).ToArray() is [var only] && only.Hint().Length > 0;

    private static string Named(CpuReason reason) => reason.Hint() is { Length: > 0 } hint ? $"{Plain(reason.Subject)} ({hint})"
        : Plain(reason.Subject);

    private static string Plain(string? name) => Text.OnOneLine(name ?? string.Empty, LongestName);

    private static string List(string separator, IEnumerable<string> items)
    {
        string[] shown = [.. items.Take(MostShown + 1)];
        return shown.Length <= MostShown ? string.Join(separator, shown)
            : string.Join(separator, shown.Take(MostShown)) + separator + "...";
    }

    private static string Asker(CpuReason reason) => reason switch
    {
        { Policy: { } policy, Model: { } model } => Text.Of(Messages.Asker_PolicyAndModel, CpuWords.Of(policy), Plain(model)),
        { Policy: { } policy } => Text.Of(Messages.Asker_Policy, CpuWords.Of(policy)),
        { Model: { } model } => Text.Of(Messages.Asker_Model, Plain(model)),
        _ => Messages.Asker_Match,
    };
}
