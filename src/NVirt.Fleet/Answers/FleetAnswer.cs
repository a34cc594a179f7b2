using NVirt.Cpu.Judging;
using NVirt.Fleet.Inventories;

namespace NVirt.Fleet.Answers;

/// <summary>
/// The answer to a question about a fleet, for people and programs, before it has a form. Texts are in the language that was current when
/// it was made. Immutable.
/// </summary>
/// <param name="Title">What it is about.</param>
/// <param name="Answer">The answer.</param>
/// <param name="Word">The answer as a word for people.</param>
/// <param name="Tables">The parts, at least one; a spreadsheet gets the first.</param>
public sealed record FleetAnswer(string Title, CpuAnswer Answer, string Word, IReadOnlyList<FleetTable> Tables)
{
    /// <summary>What it rests on; <see langword="null"/> where that is no inventory.</summary>
    public FleetInventory? Inventory { get; init; }

    /// <summary>Single values for programs and people, by name.</summary>
    public IReadOnlyList<(FleetColumn Name, object? Value)> Facts { get; init; } = [];

    /// <summary>The matrix as colours; <see langword="null"/> for other questions.</summary>
    public HeatMap? Map { get; init; }

    /// <summary>The table of a name; <see langword="null"/> if there is none.</summary>
    public FleetTable? Find(string key) => Tables.FirstOrDefault(t => t.Key == key);

    /// <summary>A yes that hosts of which nothing is known turn into undecided.</summary>
    /// <param name="inventory">What the answer rests on.</param>
    /// <param name="answer">The answer so far; only a yes can change.</param>
    /// <param name="isAgeStrict">Whether hosts that were read too long ago turn it too.</param>
    public static CpuAnswer Weaken(FleetInventory inventory, CpuAnswer answer, bool isAgeStrict)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        return answer == CpuAnswer.Yes
            && (inventory.HostClasses.Any(c => c.IsUnreachable) || (isAgeStrict && inventory.Hosts.Any(h => h.Details.IsStale)))
                ? CpuAnswer.Unknown : answer;
    }

    /// <summary>The word for whether everything is known.</summary>
    internal static string Known(CpuAnswer answer) => answer == CpuAnswer.Yes ? Messages.Word_AllKnown : Messages.Word_NotAllKnown;
}
