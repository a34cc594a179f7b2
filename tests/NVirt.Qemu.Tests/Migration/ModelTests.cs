using NVirt.Domains.Driver.Migration;
using NVirt.Testing;

namespace NVirt.Qemu.Tests.Migration;

/// <summary>
/// Simulates the protocol with everything that can happen to it: each message lost, cut off, doubled or replaced, each end killed or
/// cancelled at each step, with hosts that work and hosts that fail. No reachable state has two running guests, and no guest is
/// lost. NVIRT_SEED and NVIRT_TIMES set the seed and the number of random pairs.
/// </summary>
[Trait("Run", "long")]
public sealed class ModelTests
{
    private const int AtOnce = 200;

    [Fact]
    public async Task One_thing_happens_and_one_guest_runs_at_most() =>
        await PlayAllAsync(from hosts in ModelPlan.Hosts from fault in ModelPlan.Faults select (hosts, (IReadOnlyList<ModelFault>)[fault]));

    [Fact]
    public async Task Two_things_happen_and_one_guest_runs_at_most()
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"NVIRT_SEED={RunSettings.Seed}");
        Random random = new(RunSettings.Seed);
        await PlayAllAsync(Enumerable.Range(0, RunSettings.Times(3000)).Select(_ => (
            ModelPlan.Hosts[random.Next(ModelPlan.Hosts.Length)],
            (IReadOnlyList<ModelFault>)[
                ModelPlan.Faults[random.Next(ModelPlan.Faults.Count)], ModelPlan.Faults[random.Next(ModelPlan.Faults.Count)]])));
    }

    [Fact]
    public void Every_state_is_in_the_description()
    {
        string text = File.ReadAllText(Path.Combine(Places.Root, "docs/reference/migration-protocol.md"));
        foreach (string state in Enum.GetNames<MigrationSourceState>().Concat(Enum.GetNames<MigrationDestinationState>()))
        {
            Assert.Contains($"| `{state}` |", text, StringComparison.Ordinal);
        }
    }

    private static async Task PlayAllAsync(IEnumerable<(ModelHosts Hosts, IReadOnlyList<ModelFault> Faults)> plans)
    {
        List<string> wrong = [];
        HashSet<(MigrationSourceState?, MigrationDestinationState?)> ends = [];
        await Parallel.ForEachAsync(plans, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (plan, _) =>
        {
            ModelWorld world = new(plan.Hosts, plan.Faults) { AllFaults = plan.Faults };
            string? problem = await world.PlayAsync();
            lock (wrong)
            {
                ends.Add((world.Departure?.State, world.Arrival?.State));
                if (problem is not null)
                {
                    wrong.Add($"{world.Told}: {problem}");
                }
            }
        });
        Assert.True(wrong.Count == 0, $"{wrong.Count}: {string.Join('\n', wrong.Take(20))}");

        // The generated runs reach the cases that are to be checked.
        Assert.Contains((MigrationSourceState.Back, MigrationDestinationState.Gone), ends);
        Assert.Contains((MigrationSourceState.Unknown, MigrationDestinationState.Taken), ends);
    }
}
