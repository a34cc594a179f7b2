using System.Text.Json;
using NVirt.Cpu;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.HostModels;
using NVirt.Qemu.Qmp;
using NVirt.Qemu.Replies;
using NVirt.Qemu.Tests.Qmp;

namespace NVirt.Qemu.Tests.HostModels;

/// <summary>What is sent to QEMU on s390x, and what its answers mean; QEMU is simulated.</summary>
public sealed class S390ModelQueriesTests
{
    private static readonly CpuDefinition Z14 =
        new() { Model = "z14", Features = [new CpuFeature("te", CpuPolicy.Force), new CpuFeature("cmm", CpuPolicy.Disable)] };
    private static readonly CpuDefinition Z13 = new() { Model = "z13" };

    private static readonly QemuSlot Slot = new(QemuAccelerator.Kvm) { Models = [new QemuCpuModel("z14"), new QemuCpuModel("z13")] };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("identical", CpuVerdict.Identical)]
    [InlineData("superset", CpuVerdict.Superset)]
    [InlineData("subset", CpuVerdict.Incompatible)]
    [InlineData("incompatible", CpuVerdict.Incompatible)]
    public async Task Qemu_compares(string result, CpuVerdict verdict)
    {
        List<string> asked = [];
        QemuComparison comparison = await PlayAsync(
            q => q.CompareAsync(Z13, Z14, Cancellation), asked, $$"""{"result": "{{result}}", "responsible-properties": ["type", "te"]}""");
        Assert.Equal((verdict, QemuTruth.Qemu), (comparison.Comparison.Verdict, comparison.Truth));
        Assert.Equal(
            ["""query-cpu-model-comparison {"modela":{"name":"z13"},"modelb":{"name":"z14","props":{"te":true,"cmm":false}}}"""], asked);
        Assert.Equal(verdict == CpuVerdict.Incompatible ? "te" : null, comparison.Comparison.Refusal?.Reasons.Single().Subject);
    }

    [Theory]
    [InlineData(CpuMode.HostPassthrough, "host")]
    [InlineData(CpuMode.Maximum, "max")]
    public async Task Modes_without_a_model_stand_for_one(CpuMode mode, string name)
    {
        List<string> asked = [];
        await PlayAsync(q => q.CompareAsync(Z13, new CpuDefinition { Mode = mode }, Cancellation), asked, """{"result": "superset"}""");
        Assert.EndsWith($$$"""{"modela":{"name":"z13"},"modelb":{"name":"{{{name}}}"}}""", Assert.Single(asked), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cpu_without_a_model_is_refused()
    {
        CpuException e = await Assert.ThrowsAsync<CpuException>(
            () => PlayAsync(q => q.CompareAsync(Z13, new CpuDefinition { Mode = CpuMode.HostModel }, Cancellation), []));
        Assert.Equal(CpuErrorKind.InvalidArgument, e.Kind);
    }

    [Fact]
    public async Task A_baseline_goes_from_model_to_model_with_what_is_true()
    {
        List<string> asked = [];
        CpuDefinition baseline = await PlayAsync(
            q => q.BaselineAsync(Slot, [Z14, Z13, Z14], expand: false, Cancellation),
            asked,
            """{"model": {"name": "z13.2-base", "props": {"te": true, "vx": false}}}""",
            """{"model": {"name": "z13-base", "props": {"te": true}}}""");
        Assert.Equal(
            [
                """query-cpu-model-baseline {"modela":{"name":"z14","props":{"te":true,"cmm":false}},"modelb":{"name":"z13"}}""",
                """query-cpu-model-baseline {"modela":{"name":"z13.2-base","props":{"te":true}}"""
                    + ""","modelb":{"name":"z14","props":{"te":true,"cmm":false}}}""",
            ],
            asked);
        Assert.Equal(("z13-base", CpuFallback.Forbid), (baseline.Model, baseline.Fallback));
        Assert.Equal(["te=require"], baseline.Features.Select(f => f.ToString()));
    }

    [Theory]
    [InlineData(false, "static")]
    [InlineData(true, "full")]
    public async Task The_baseline_of_one_is_its_expansion(bool expand, string type)
    {
        List<string> asked = [];
        CpuDefinition baseline =
            await PlayAsync(q => q.BaselineAsync(Slot, [Z13], expand, Cancellation), asked, """{"model": {"name": "z13-base"}}""");
        Assert.Equal([$$$"""query-cpu-model-expansion {"type":"{{{type}}}","model":{"name":"z13"}}"""], asked);
        Assert.Equal("z13-base", baseline.Model);
    }

    [Fact]
    public async Task Every_model_of_a_baseline_must_be_qemus()
    {
        CpuException e = await Assert.ThrowsAsync<CpuException>(
            () => PlayAsync(q => q.BaselineAsync(Slot, [Z13, new CpuDefinition { Model = "z99" }], expand: false, Cancellation), []));
        Assert.Equal((CpuErrorKind.InvalidArgument, "z99"), (e.Kind, e.Refusal.Reasons[0].Subject));
    }

    [Fact]
    public async Task A_reply_without_a_model_is_an_error()
    {
        CpuException e = await Assert.ThrowsAsync<CpuException>(
            () => PlayAsync(q => q.BaselineAsync(Slot, [Z13], expand: false, Cancellation), [], "{}"));
        Assert.Equal((CpuErrorKind.Internal, "query-cpu-model-expansion: the expanded model has no name"), (e.Kind, e.Message));
    }

    private static async Task<T> PlayAsync<T>(Func<S390ModelQueries, Task<T>> ask, List<string> asked, params string[] answers)
    {
        await using ScriptedPeer peer = ScriptedPeer.Greeted(async p =>
        {
            foreach (string answer in answers)
            {
                JsonElement command = await p.ReceiveAsync();
                asked.Add($"{command.GetProperty("execute").GetString()} {command.GetProperty("arguments").GetRawText()}");
                await p.AnswerAsync(command, answer);
            }

            await p.HangAsync();
        });
        await using QmpClient qmp = await peer.ConnectAsync();
        return await ask(new S390ModelQueries(qmp));
    }
}
