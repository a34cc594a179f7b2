using System.Collections.Immutable;
using System.Text;

namespace NVirt.Cpu;

/// <summary>Words for reasons, from the resources: <c>Reason_RULE</c>, <c>Remedy_RULE</c>, and <c>Summary_RULE</c> for lists of features.</summary>
internal static class ReasonText
{
    public static string Describe(CpuReason reason) => Fill(Messages.ResourceManager.GetString("Reason_" + reason.Rule, Messages.Culture), reason);

    public static string Remedy(CpuReason reason) => Fill(Messages.ResourceManager.GetString("Remedy_" + reason.Rule, Messages.Culture), reason);

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
            text.Append(summary is null
                ? string.Join("; ", group.Select(Describe))
                : Text.Of(summary, string.Join(", ", group.Select(r => r.Subject))));
        }

        return text.ToString();
    }

    // Placeholders: 0 subject, 1 coordinate in parentheses, 2 who asked, 3 expected, 4 actual.
    private static string Fill(string? format, CpuReason reason) => format is null
        ? string.Empty
        : Text.Of(
            format,
            reason.Subject,
            reason.Coordinate is null ? string.Empty : $" ({reason.Coordinate})",
            Asker(reason),
            reason.Expected,
            reason.Actual);

    private static string Asker(CpuReason reason) => reason switch
    {
        { Policy: { } policy, Model: { } model } => Text.Of(Messages.Asker_PolicyAndModel, CpuWords.Of(policy), model),
        { Policy: { } policy } => Text.Of(Messages.Asker_Policy, CpuWords.Of(policy)),
        { Model: { } model } => Text.Of(Messages.Asker_Model, model),
        _ => Messages.Asker_Match,
    };
}
