using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using NVirt.Cpu.Axes;
using NVirt.Cpu.Judging;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Judging;
using NVirt.Platforms;

namespace NVirt.Fleet.Matrices;

/// <summary>A cell of a matrix.</summary>
/// <param name="Verdict">The answer.</param>
/// <param name="Grade">The worst grade of what is not a feature.</param>
public readonly record struct MatrixCell(FleetVerdict Verdict, CpuAxisGrade Grade)
{
    /// <summary>Whether the guests can run there.</summary>
    public bool IsYes => PairJudge.IsYes(Verdict);
}

/// <summary>Where a class of guests can go, in hosts.</summary>
/// <param name="Yes">Hosts that can take them, besides their own.</param>
/// <param name="Undecided">Hosts of which nobody knows, besides their own.</param>
public readonly record struct MatrixTargets(int Yes, int Undecided)
{
    /// <summary>Whether no host is known to take them.</summary>
    public bool IsStuck => Yes == 0;
}

/// <summary>
/// All classes of guests on all classes of hosts (fleet-rules.md 3). A cell takes a byte. Immutable, and safe for use by several threads.
/// </summary>
public sealed class FleetMatrix
{
    private const int GradeShift = 4;
    private const int VerdictMask = (1 << GradeShift) - 1;

    private readonly byte[][] _rows;

    private FleetMatrix(FleetInventory inventory, FleetOptions options, byte[][] rows)
    {
        Inventory = inventory;
        Options = options;
        _rows = rows;
        Targets = [.. inventory.GuestClasses.Select(TargetsOf)];
    }

    /// <summary>What it is about.</summary>
    public FleetInventory Inventory { get; }

    /// <summary>How its pairs are judged.</summary>
    internal FleetOptions Options { get; }

    /// <summary>Where each class of guests can go.</summary>
    public ImmutableArray<MatrixTargets> Targets { get; }

    /// <summary>A cell.</summary>
    public MatrixCell this[GuestClass guest, HostClass host] => Cell(_rows[guest.Index][host.Index]);

    /// <summary>The classes of guests that no host is known to take, by name.</summary>
    public IEnumerable<GuestClass> Stuck => Inventory.GuestClasses.Where(g => Targets[g.Index].IsStuck);

    /// <summary>
    /// No if some guest can go nowhere, whatever is not known; undecided if something that is not known decides in any cell; otherwise yes.
    /// </summary>
    public CpuAnswer Answer => Targets.Any(t => t is { Yes: 0, Undecided: 0 }) ? CpuAnswer.No
        : HasUndecided() ? CpuAnswer.Unknown : CpuAnswer.Yes;

    /// <summary>Judges all pairs of classes.</summary>
    /// <param name="inventory">Hosts and guests.</param>
    /// <param name="options">How they are judged; <see langword="null"/> for everything that is known.</param>
    /// <param name="former">
    /// The matrix of the inventory before it changed, judged by the same options: what is the same is taken from it; <see langword="null"/>
    /// for none.
    /// </param>
    public static FleetMatrix Of(FleetInventory inventory, FleetOptions? options = null, FleetMatrix? former = null)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        FleetOptions how = options ?? new FleetOptions();
        byte[][] rows = new byte[inventory.GuestClasses.Length][];
        byte[]?[] kept = former is not null && former.Options == how ? FormerRows.Of(inventory, former.Inventory, former._rows)
            : new byte[]?[rows.Length];

        // Guests on several classes of hosts ask for the same: features are judged once for all of them.
        Dictionary<GuestClassKey, int> alike = [];
        int[] first = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            if (kept[i] is not null)
            {
                first[i] = -1;
                continue;
            }

            GuestClass guest = inventory.GuestClasses[i];
            GuestClassKey facts = new(guest.Judged, guest.Source, from: null, home: null, guest.IsGuessed);
            first[i] = alike.TryGetValue(facts, out int earlier) ? earlier : alike[facts] = i;
        }

        byte[][] features = new byte[rows.Length][];
        Parallel.For(0, rows.Length, i =>
        {
            if (first[i] == i)
            {
                features[i] = FeaturesOf(inventory, inventory.GuestClasses[i].Demand);
            }
        });
        Parallel.For(0, rows.Length, i =>
            rows[i] = kept[i] ?? Row(inventory, inventory.GuestClasses[i], features[first[i]], how));
        return new FleetMatrix(inventory, how, rows);
    }

    /// <summary>A pair with its reasons.</summary>
    public PairVerdict Explain(GuestClass guest, HostClass host) => PairVerdict.Of(guest, host, Options);

    private static byte[] FeaturesOf(FleetInventory inventory, StatementDemand demand)
    {
        byte[] row = new byte[inventory.HostClasses.Length];
        for (int i = 0; i < row.Length; i++)
        {
            row[i] = (byte)PairJudge.FeaturesOf(demand, inventory.HostClasses[i]);
        }

        return row;
    }

    private static byte[] Row(FleetInventory inventory, GuestClass guest, byte[] features, FleetOptions options)
    {
        if (!options.JudgesAxes)
        {
            return features;
        }

        byte[] row = new byte[features.Length];
        for (int i = 0; i < row.Length; i++)
        {
            FleetVerdict verdict =
                PairJudge.WithAxes((FleetVerdict)features[i], guest, inventory.HostClasses[i], options, out CpuAxisGrade grade);
            row[i] = (byte)((int)verdict | ((int)grade << GradeShift));
        }

        return row;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static MatrixCell Cell(byte packed) =>
        new((FleetVerdict)(packed & VerdictMask), (CpuAxisGrade)(packed >> GradeShift));

    private MatrixTargets TargetsOf(GuestClass guest)
    {
        int yes = 0;
        int undecided = 0;
        byte[] row = _rows[guest.Index];
        for (int i = 0; i < row.Length; i++)
        {
            HostClass host = Inventory.HostClasses[i];
            int others = host == guest.Home ? host.Count - 1 : host.Count;
            FleetVerdict verdict = Cell(row[i]).Verdict;
            yes += PairJudge.IsYes(verdict) ? others : 0;
            undecided += verdict == FleetVerdict.Undecided ? others : 0;
        }

        return new MatrixTargets(yes, undecided);
    }

    private bool HasUndecided() => _rows.Any(r => Array.Exists(r, c => Cell(c).Verdict == FleetVerdict.Undecided));
}
