using System.Collections.Immutable;
using NVirt.Cpu.Axes;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Matrices;

namespace NVirt.Fleet.Plans;

/// <summary>What besides features keeps a guest from hosts of its pool (fleet-rules.md 10: "axes fit").</summary>
internal static class FitAxes
{
    /// <summary>The names of axes that are fatal on some host, and whether some could be and nobody knows.</summary>
    public static (ImmutableArray<string> Fatal, bool IsOpen) Of(FleetMatrix matrix, FleetGuest guest, IEnumerable<HostClass> hosts)
    {
        SortedSet<string> fatal = new(StringComparer.Ordinal);
        bool isOpen = false;
        foreach (HostClass kind in hosts)
        {
            CpuAxisGrade grade = matrix[guest.Class, kind].Grade;
            isOpen |= grade == CpuAxisGrade.Undecided;
            if (grade == CpuAxisGrade.Fatal)
            {
                fatal.UnionWith(matrix.Explain(guest.Class, kind).Axes.Where(a => a.Grade == grade).Select(a => a.Axis.ToString()));
            }
        }

        return ([.. fatal], isOpen);
    }
}
