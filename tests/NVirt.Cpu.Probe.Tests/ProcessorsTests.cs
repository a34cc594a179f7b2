using NVirt.Cpu.Probe;
using NVirt.Cpu.Probe.Linux;
using NVirt.Testing;

namespace NVirt.Cpu.Probe.Tests;

public class ProcessorsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(5000)]
    public void A_mask_holds_its_processor(int cpu) => Assert.Equal([cpu], CpuMask.Numbers(CpuMask.Of(cpu)));

    [Fact]
    public void A_mask_with_several_processors_gives_them_in_order() =>
        Assert.Equal([0, 2, 63, 64, 1087], CpuMask.Numbers([(1UL << 63) | 5, 1, .. new ulong[14], 1UL << 63]));

    [Fact]
    public void Each_allowed_processor_is_visited_once_in_order()
    {
        OnLinux();
        List<int> visited = [];
        new LinuxProcessors().RunOnEach(visited.Add);
        Assert.NotEmpty(visited);
        Assert.Equal(LinuxProcessors.Allowed(), visited);
    }

    [Fact]
    public void The_work_runs_on_the_processor_that_it_is_told()
    {
        OnLinux();
        new LinuxProcessors().RunOnEach(cpu => Assert.Equal(cpu, Thread.GetCurrentProcessorId()));
    }

    [Fact]
    public void The_callers_thread_stays_where_it_may_run()
    {
        OnLinux();
        ulong[] before = Mask();
        new LinuxProcessors().RunOnEach(_ => { });
        Assert.Equal(before, Mask());
    }

    [Fact]
    public void An_exception_of_the_work_reaches_the_caller()
    {
        OnLinux();
        Assert.Throws<InvalidOperationException>(() => new LinuxProcessors().RunOnEach(_ => throw new InvalidOperationException()));
    }

    [Fact]
    public void Without_affinity_there_is_no_processor_to_run_on() => new NoProcessors().RunOnEach(_ => Assert.Fail("it ran"));

    private static ulong[] Mask()
    {
        ulong[] mask = new ulong[1024];
        Assert.True(Libc.GetAffinity(0, 8192, mask) >= 0);
        return mask;
    }

    private static void OnLinux() => Needs.Linux("only Linux binds threads to processors");
}
