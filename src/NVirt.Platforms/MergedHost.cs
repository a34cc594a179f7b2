using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Cpu.Map;
using NVirt.Platforms.Linux;
using NVirt.Xml;

namespace NVirt.Platforms;

/// <summary>What several documents say of one host (formats.md 1, fleet-rules.md 2). Immutable.</summary>
/// <param name="Judged">
/// What is judged by: the best truth, where that does not say the next, and never what the cluster does not promise.
/// </param>
/// <param name="ByTruth">What is known of each truth, the best first.</param>
/// <param name="NotGiven">What the processor or its kernel has, and the best truth does not give, by name.</param>
public sealed record MergedHost(CpuStatement Judged, ImmutableArray<CpuStatement> ByTruth, ImmutableArray<string> NotGiven)
{
    // The best first: what the hypervisor gives, then what the kernel enabled, then what the processor has.
    private static readonly StatementTruth[] Ranks = [StatementTruth.Hypervisor, StatementTruth.Kernel, StatementTruth.Physical];

    /// <summary>Merges.</summary>
    /// <param name="documents">At least one statement of a host, all of the same one.</param>
    /// <exception cref="CpuException">
    /// One is of a guest, two are of different hosts, or two of the same truth contradict each other.
    /// </exception>
    public static MergedHost Of(IReadOnlyList<CpuStatement> documents)
    {
        ArgumentNullException.ThrowIfNull(documents);
        if (documents.Count == 0 || documents.FirstOrDefault(d => d.Subject != StatementSubject.Host) is not null)
        {
            throw Refuse(Messages.Merge_NotHosts);
        }

        foreach (CpuStatement document in documents.Skip(1))
        {
            RequireSame(documents[0], document);
        }

        CpuStatement[] byTruth = [.. documents.GroupBy(d => d.Truth).Select(Agreed).OrderBy(s => RankOf(s.Truth))];
        return byTruth.Length == 1 ? new MergedHost(byTruth[0], [.. byTruth], []) : Across(byTruth);
    }

    /// <summary>
    /// Merges those that have the same name; those without one are hosts of their own. The order is that of the first of each.
    /// </summary>
    /// <param name="documents">Statements of hosts.</param>
    /// <exception cref="CpuException">Two of the same name are of different hosts, or contradict each other.</exception>
    public static IReadOnlyList<MergedHost> ByName(IReadOnlyList<CpuStatement> documents)
    {
        ArgumentNullException.ThrowIfNull(documents);
        return [.. documents.Select((d, i) => (d, Key: d.Name is { Length: > 0 } name ? $"n{name}" : $"#{i}"))
            .GroupBy(d => d.Key, d => d.d, StringComparer.Ordinal).Select(g => Of([.. g]))];
    }

    private static int RankOf(StatementTruth truth) => Array.IndexOf(Ranks, truth) is >= 0 and var rank ? rank : Ranks.Length;

    private static void RequireSame(CpuStatement first, CpuStatement other)
    {
        (string Word, string? First, string? Other)[] parts =
        [
            ("name", first.Name, other.Name),
            ("arch", first.Arch.ToName(), other.Arch.ToName()),
            ("vendor", first.Vendor, other.Vendor),
            ("signature", first.Signature?.ToString(), other.Signature?.ToString()),
        ];
        foreach ((string word, string? one, string? two) in parts)
        {
            if (one is { Length: > 0 } && two is { Length: > 0 } && one != two)
            {
                throw Refuse(Text.Of(Messages.Merge_OtherHost, first.File, other.File, word, one, two));
            }
        }
    }

    // One truth: what one document says the others need not say, but none may deny.
    private static CpuStatement Agreed(IEnumerable<CpuStatement> documents)
    {
        CpuStatement agreed = documents.First();
        foreach (CpuStatement next in documents.Skip(1))
        {
            FeatureSet conflict = (agreed.Bits.YesSet & next.Bits.NoSet) | (agreed.Bits.NoSet & next.Bits.YesSet);
            if (!conflict.IsEmpty)
            {
                throw Refuse(Text.Of(
                    Messages.Merge_Conflict, agreed.File, next.File, string.Join(", ", agreed.Bits.Space.SortedNames(conflict))));
            }

            agreed = Joined(agreed, next, agreed.Bits.YesSet | next.Bits.YesSet, agreed.Bits.NoSet | next.Bits.NoSet);
        }

        return agreed;
    }

    private static MergedHost Across(CpuStatement[] byTruth)
    {
        FeatureSpace space = byTruth[0].Bits.Space;
        FeatureSet yes = default;
        FeatureSet no = default;
        FeatureSet has = default;
        CpuStatement judged = byTruth[0];
        foreach (CpuStatement statement in byTruth)
        {
            bool isPromise = RankOf(statement.Truth) == Ranks.Length;
            FeatureSet denied = statement.Bits.NoSet;
            if (statement.Truth == StatementTruth.Physical && judged.Truth != StatementTruth.Physical && space.Arch.IsX86())
            {
                // KVM makes these, whatever the processor has (formats.md 27.5).
                denied -= LinuxNames.Of(space).Added;
            }

            has |= isPromise ? default : statement.Bits.YesSet;
            if (isPromise)
            {
                // What the cluster withholds no guest gets; what it promises does not undo what a host denies.
                yes -= denied;
                no |= denied;
            }
            else
            {
                denied -= yes;
            }

            yes |= statement.Bits.YesSet - no;
            no |= denied;
            judged = ReferenceEquals(judged, statement) ? judged : Joined(judged, statement, yes, no);
        }

        FeatureSet withheld = has & no;
        ImmutableArray<string> notGiven = space.SortedNames(withheld);
        List<StatementRemark> remarks =
            [.. judged.Remarks, new StatementRemark(StatementRemarkKind.JudgedBy, string.Join("; ", byTruth.Select(Describe)))];
        if (notGiven.Length > 0)
        {
            remarks.Add(new StatementRemark(StatementRemarkKind.NotGiven, string.Join(", ", notGiven)));
        }

        return new MergedHost(judged with { Remarks = [.. remarks] }, [.. byTruth], notGiven);
    }

    private static string Describe(CpuStatement statement) =>
        Text.Of("{0} ({1})", statement.Truth.ToString().ToLowerInvariant(), statement.File);

    // The first one counts; what it does not say, the second does. A definition says all, and so it cannot be that of both.
    private static CpuStatement Joined(CpuStatement first, CpuStatement second, in FeatureSet yes, in FeatureSet no) => first with
    {
        Name = first.Name ?? second.Name,
        File = first.File == second.File ? first.File : $"{first.File}, {second.File}",
        Line = 0,
        Vendor = first.Vendor ?? second.Vendor,
        Model = first.Model ?? second.Model,
        Class = first.Class == second.Class ? first.Class : StatementClass.None,
        Signature = first.Signature ?? second.Signature,
        Bits = new StatementBits(first.Bits.Space, yes, no),
        Foreign = [.. first.Foreign.Union(second.Foreign, StringComparer.Ordinal)],
        UsableModels = first.UsableModels.IsEmpty ? second.UsableModels : first.UsableModels,
        Axes = first.Axes.Or(second.Axes),
        Remarks = [.. first.Remarks.Union(second.Remarks)],
        Definition = null,
    };

    private static CpuException Refuse(string text) => new(CpuErrorKind.InvalidArgument, CpuRule.InvalidArgument, text);
}
