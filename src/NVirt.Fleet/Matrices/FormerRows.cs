using System.Runtime.CompilerServices;
using NVirt.Fleet.Inventories;
using NVirt.Platforms;

namespace NVirt.Fleet.Matrices;

/// <summary>
/// Finds the rows of a former matrix that still hold: those of guests of which nothing changed, if nothing changed of the classes of hosts.
/// What is the same object is the same, and everything else is judged anew.
/// </summary>
internal static class FormerRows
{
    /// <summary>A row for each class of guests of an inventory; <see langword="null"/> for those that are not known.</summary>
    /// <param name="inventory">The inventory.</param>
    /// <param name="former">The inventory of the former matrix.</param>
    /// <param name="rows">Its rows.</param>
    public static byte[]?[] Of(FleetInventory inventory, FleetInventory former, byte[][] rows)
    {
        byte[]?[] found = new byte[]?[inventory.GuestClasses.Length];
        if (inventory.HostClasses.Length != former.HostClasses.Length
            || !inventory.HostClasses.Zip(former.HostClasses).All(p => IsSame(p.First, p.Second)))
        {
            return found;
        }

        Dictionary<RowFacts, byte[]> known = [];
        foreach (GuestClass guest in former.GuestClasses)
        {
            known[new RowFacts(guest)] = rows[guest.Index];
        }

        foreach (GuestClass guest in inventory.GuestClasses)
        {
            found[guest.Index] = known.GetValueOrDefault(new RowFacts(guest));
        }

        return found;
    }

    private static bool IsSame(HostClass one, HostClass other) => one.IsUnreachable == other.IsUnreachable
        && (one.IsUnreachable || (ReferenceEquals(one.Judged, other.Judged) && ReferenceEquals(one.Physical, other.Physical)));

    // All that a row rests on, besides the hosts.
    private readonly struct RowFacts(GuestClass guest) : IEquatable<RowFacts>
    {
        private readonly CpuStatement _judged = guest.Judged;
        private readonly CpuStatement? _source = guest.Source;
        private readonly (int? From, int? Home, bool IsGuessed) _place = (guest.From?.Index, guest.Home?.Index, guest.IsGuessed);

        public bool Equals(RowFacts other) => ReferenceEquals(_judged, other._judged) && ReferenceEquals(_source, other._source)
            && _place == other._place;

        public override bool Equals(object? obj) => obj is RowFacts other && Equals(other);

        public override int GetHashCode() => HashCode.Combine(RuntimeHelpers.GetHashCode(_judged), _place);
    }
}
