namespace NVirt.Cli.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public void A_run_does_not_cost_more_than_those_before_it()
    {
        Cost();
        long first = Cost();
        for (int i = 0; i < 500; i++)
        {
            Cost();
        }

        Assert.InRange(Cost(), 0, first + (first / 4));
    }

    private static long Cost()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Tool.Run("[suggest:14]", "nvirt host -o ");
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
