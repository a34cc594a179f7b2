using NVirt.Xml;

namespace NVirt.Cpu.Judging;

/// <summary>
/// Reasons as lines for people: one each, but the many features of nested virtualization, where they say the same, share one.
/// </summary>
public static class ReasonLines
{
    private const string Nested = "vmx-";

    // So many stand by themselves.
    private const int MostByThemselves = 3;

    /// <summary>The lines.</summary>
    /// <param name="reasons">The reasons.</param>
    /// <param name="describe">The line of one reason.</param>
    public static IEnumerable<string> Of(IEnumerable<CpuReason> reasons, Func<CpuReason, string> describe)
    {
        // Whatever says the same of them: by whom it was asked, and who lacks it.
        foreach (IGrouping<object, CpuReason> group in reasons.GroupBy(KeyOf))
        {
            CpuReason[] alike = [.. group];
            if (group.Key is CpuReason || alike.Length <= MostByThemselves)
            {
                foreach (CpuReason reason in alike)
                {
                    yield return describe(reason);
                }
            }
            else
            {
                yield return Text.Of(
                    Messages.Reasons_Alike, describe(alike[0]), alike.Length - 1, string.Join(' ', alike.Skip(1).Select(r => r.Subject)));
            }
        }
    }

    /// <summary>Names of features in one line, those of nested virtualization as their number where there are many.</summary>
    public static string Names(IReadOnlyCollection<string> names)
    {
        string[] nested = [.. names.Where(n => n.StartsWith(Nested, StringComparison.Ordinal))];
        return nested.Length <= MostByThemselves
            ? string.Join(", ", names)
            : string.Join(", ", [.. names.Except(nested), Text.Of(Messages.Names_Nested, nested.Length)]);
    }

    // A reason by itself is its own group.
    private static object KeyOf(CpuReason reason) => reason.Subject?.StartsWith(Nested, StringComparison.Ordinal) == true
        ? (reason.Rule, reason.Policy, reason.Model, reason.Side, reason.Lack)
        : reason;
}
