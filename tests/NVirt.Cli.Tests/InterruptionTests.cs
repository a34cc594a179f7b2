using System.Runtime.InteropServices;
using NVirt.Cli.Tests.Domains;
using NVirt.Testing;

namespace NVirt.Cli.Tests;

/// <summary>Signals end what cannot notice them, such as work that waits for a file system, or for a reader.</summary>
public sealed class InterruptionTests
{
    // Only a mistake takes that long; the test would otherwise never end.
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Work_that_does_not_notice_is_ended_when_its_time_is_over()
    {
        TaskCompletionSource<int> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using Interruption interruption = new(code => ended.TrySetResult(code), TimeSpan.FromMilliseconds(1));
        Task work = Task.Run(
            () => interruption.Run(async _ =>
            {
                begun.SetResult();
                return await ended.Task;
            }),
            Cancellation);
        await begun.Task;
        interruption.Cancel(PosixSignal.SIGTERM);
        Assert.Equal(ExitCode.Terminated, await ended.Task.WaitAsync(Long, Cancellation));
        await work;
    }

    [Fact]
    public void Work_that_notices_ends_by_itself_and_only_a_second_signal_does_not_wait_for_it()
    {
        List<int> ended = [];
        using Interruption interruption = new(ended.Add, Long);
        interruption.Run(token =>
        {
            interruption.Cancel(PosixSignal.SIGTERM);
            Assert.True(token.IsCancellationRequested);
            Assert.Empty(ended);
            interruption.Cancel(PosixSignal.SIGHUP);
            return Task.FromResult(0);
        });
        Assert.Equal([ExitCode.HungUp], ended);
    }

    [Fact]
    public void The_first_thread_only_waits_so_that_it_can_take_signals()
    {
        using Interruption interruption = new(_ => { }, Long);
        int here = Environment.CurrentManagedThreadId;
        Assert.NotEqual(here, interruption.Run(_ => Task.FromResult(Environment.CurrentManagedThreadId)));
        Assert.NotEqual(here, Interruption.RunAside(() => Task.FromResult(Environment.CurrentManagedThreadId)));
    }

    [Theory]
    [InlineData(PosixSignal.SIGINT, ExitCode.Interrupted)]
    [InlineData(PosixSignal.SIGTERM, ExitCode.Terminated)]
    [InlineData(PosixSignal.SIGHUP, ExitCode.HungUp)]
    public async Task One_signal_ends_a_command_whose_output_nobody_reads(PosixSignal signal, int code)
    {
        using DomainFolder folder = new();
        string words = new('x', 200_000);
        string document = folder.Write("large.xml", File.ReadAllText(Path.Combine(Places.Root, "docs/examples/tiny.xml"))
            .Replace("</name>", $"</name><description>{words}</description>", StringComparison.Ordinal));
        folder.Do("define", document);
        using RunningTool tool = RunningTool.Start("domain", "dumpxml", "tiny", "--root", folder.Root);
        Assert.Equal('<', tool.Output.Read());
        tool.Signal(signal);
        Assert.Equal(code, await tool.WaitAsync().WaitAsync(Long, Cancellation));
    }
}
