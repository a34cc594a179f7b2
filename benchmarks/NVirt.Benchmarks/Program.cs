using BenchmarkDotNet.Running;
using NVirt.Benchmarks;

if (args is ["start"])
{
    return FirstUse.Run();
}

if (args is ["peer", .. var rest])
{
    return PeerComparison.Run(rest);
}

if (args is ["forms", var folder])
{
    return FormReading.Run(folder);
}

if (args is ["fleet"])
{
    return FleetScale.Run();
}

if (args is ["fleet-service", .. var service])
{
    return await FleetService.RunAsync(service);
}

if (args is ["relaxng"])
{
    return RelaxNgComparison.Run();
}

BenchmarkSwitcher.FromAssembly(typeof(FirstUse).Assembly).Run(args);
return 0;
