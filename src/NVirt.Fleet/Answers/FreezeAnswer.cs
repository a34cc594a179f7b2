using NVirt.Cpu.Judging;
using NVirt.Fleet.Freezes;
using NVirt.Fleet.Inventories;
using NVirt.Xml;
using static NVirt.Fleet.Answers.FleetColumns;

namespace NVirt.Fleet.Answers;

/// <summary>What was frozen.</summary>
public static class FreezeAnswer
{
    /// <summary>The answer.</summary>
    /// <param name="inventory">What the answer rests on.</param>
    /// <param name="frozen">What was frozen.</param>
    /// <param name="place">Where it was written to: a file, or an address.</param>
    /// <param name="isAgeStrict">Whether hosts that were read too long ago count as not known.</param>
    public static FleetAnswer Of(FleetInventory inventory, FrozenBaseline frozen, string place, bool isAgeStrict = false)
    {
        ArgumentNullException.ThrowIfNull(frozen);
        return new FleetAnswer(
            Messages.Title_Freeze, FleetAnswer.Weaken(inventory, CpuAnswer.Yes, isAgeStrict),
            Text.Of(Messages.Answer_Frozen, frozen.Version, frozen.Digest),
            [
                FleetTable.Of(
                    "frozen", string.Empty, [FileName, Name, Number, Features, HostCount],
                    (IReadOnlyList<object?>)[place, frozen.Name, frozen.Version, frozen.Features.Length, frozen.Hosts.Length]),
            ])
        {
            Inventory = inventory,
            Facts = [(Digest, frozen.Digest)],
        };
    }
}
