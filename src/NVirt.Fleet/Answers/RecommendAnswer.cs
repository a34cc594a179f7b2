using NVirt.Cpu;
using NVirt.Cpu.Judging;
using NVirt.Cpu.Map;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Plans;
using NVirt.Fleet.Recommendations;
using NVirt.Platforms;
using static NVirt.Fleet.Answers.FleetColumns;

namespace NVirt.Fleet.Answers;

/// <summary>The CPU for guests of a pool, in a platform's words.</summary>
public static class RecommendAnswer
{
    /// <summary>The answer.</summary>
    /// <param name="inventory">What the answer rests on.</param>
    /// <param name="classes">The hosts of the pool, at least one class.</param>
    /// <param name="recommended">The CPU.</param>
    /// <param name="name">What the platform calls it; <see langword="null"/> for its default.</param>
    /// <param name="isAgeStrict">Whether hosts that were read too long ago count as not known.</param>
    /// <exception cref="CpuException">The platform has no word for something in it.</exception>
    public static FleetAnswer Of(
        FleetInventory inventory, IReadOnlyList<HostClass> classes, Recommendation recommended, string? name = null,
        bool isAgeStrict = false)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(classes);
        PlatformOutput output = RecommendedText.Write(recommended, classes, name, inventory.Map, out bool areBitsLost);
        CpuAnswer answer = FleetAnswer.Weaken(inventory, CpuAnswer.Yes, isAgeStrict);
        return new FleetAnswer(
            Messages.Title_Recommend, answer, recommended.Cpu.Model ?? FleetWords.Of(answer),
            [
                FleetTable.Of("files", Messages.Heading_Text, [FileName, TextBody],
                    output.Files.Select(f => (IReadOnlyList<object?>)[f.Place, f.Text])),
            ])
        {
            Inventory = inventory,
            Facts =
            [
                (new("platform", Messages.Column_Platform), recommended.Platform),
                (new("model", Messages.Column_Model), recommended.Cpu.Model),
                (new("extras", Messages.Column_Extras), recommended.Extras.ToArray()),
                (new("removed", Messages.Column_Removed), recommended.Removed.ToArray()),
                (new("controls", Messages.Column_Controls), recommended.Controls.ToArray()), (Lost, recommended.Lost.ToArray()),
                (new("possible", Messages.Column_Possible), recommended.Possible.ToArray()), (PhysBits, recommended.PhysBits),
                (new("physBitsNotWritten", Messages.Column_BitsNotWritten), areBitsLost ? true : null),
                (new("powerCycles", Messages.Column_PowerCycles), PowerCycles(inventory, classes, recommended)),
                (new("losses", Messages.Column_Losses), output.Remarks.Where(r => r.IsLoss).Select(r => r.Subject).ToArray()),
            ],
        };
    }

    // Running guests that have something else than what is recommended.
    private static int PowerCycles(FleetInventory inventory, IReadOnlyList<HostClass> classes, Recommendation recommended)
    {
        FeatureSpace space = classes[0].Judged.Bits.Space;
        string[] given = [.. space.SortedNames(GivenBy(recommended, space))];
        return inventory.Guests.Count(g => g.IsRunning && (g.Class.From is null || classes.Contains(g.Class.From))
            && GuestFit.Of(g, given).Kind != FitKind.Inside);
    }

    private static FeatureSet GivenBy(Recommendation recommended, FeatureSpace space) =>
        ((space.FindModel(recommended.Cpu.Model!) ?? default) - space.SetOf(recommended.Removed)) | space.SetOf(recommended.Extras);
}
