using System.CommandLine;
using NVirt.Fuzz;
using NVirt.Fuzz.Targets;

Target[] all =
[
    new CpuXmlTarget(), new CpuDataTarget(), new DocumentsTarget(), new CapabilitiesTarget(), .. RegisterTextTarget.All,
        new CpuidDeviceTarget(),
    new CpuidXmlTarget(), new FirecrackerTarget(), new CpuInfoDumpTarget(), new LibcpuidArmTarget(),
    new QemuRepliesTarget(), new QemuRecordingTarget(), new DomainCapabilitiesTarget(), new LibvirtMapTarget(), new CpuInfoTarget(),
    new KernelInfoTarget(), new DomainTarget(), new XlConfigTarget(), new VmxTarget(), new RelaxNgTarget(), new OperationsTarget(),
    new PlatformsTarget(), new InventoryTarget(),
];
Option<double> seconds = new("--seconds") { Description = "How long, all targets together.", DefaultValueFactory = _ => 60 };
Option<long?> executions = new("--executions")
{
    Description = "How many inputs each target tries, however long that takes.",
};
Option<string[]> only = new("--target") { Description = "Only these targets." };
only.AcceptOnlyFromAmong([.. all.Select(t => t.Name)]);
Option<int?> seed = new("--seed") { Description = "Repeats the choices of a run." };
RootCommand command = new("Feeds mutated input to every parser and asks a second opinion about each answer.")
{
    seconds, executions, only, seed,
};
command.SetAction(result =>
{
    Target[] targets = result.GetValue(only) is { Length: > 0 } names ? Array.FindAll(all, t => names.Contains(t.Name)) : all;
    int chosen = result.GetValue(seed) ?? Random.Shared.Next();
    Console.WriteLine($"seed {chosen}");
    long? most = result.GetValue(executions);
    TimeSpan each = most is null ? TimeSpan.FromSeconds(result.GetValue(seconds) / targets.Length) : TimeSpan.MaxValue;
    int passed = targets.Count(t => new Fuzzer(t, chosen).Run(each, most ?? long.MaxValue));
    Console.WriteLine($"{passed} passed, {targets.Length - passed} failed");
    return passed == targets.Length ? 0 : 1;
});
return command.Parse(args).Invoke();
