using System.Net;
using System.Text.Json.Nodes;
using NVirt.Fleet.Answers;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Judging;
using NVirt.Fleet.Matrices;
using NVirt.Fleet.Reports;
using NVirt.Fleet.Server.Access;
using NVirt.Fleet.Server.Tests.Support;

namespace NVirt.Fleet.Server.Tests.Api;

/// <summary>The questions, asked of the samples' fleet.</summary>
public sealed class QuestionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_matrix_is_that_of_the_same_files_without_a_service()
    {
        await using RunningService service = await FilledAsync();
        using HttpClient client = await service.ClientAsync(Roles.Read);
        FleetInventory files = InventoryReader.Read(Path.Combine(Places.Root, "samples", "fleet"));
        JsonNode expected = FleetAnswerJson.ToJson(MatrixAnswer.Of(FleetMatrix.Of(files, new FleetOptions())));
        JsonNode got = await RunningService.GetAsync(client, "/api/v1/matrix");
        Assert.Equal(expected["cells"]!.ToJsonString(), got["cells"]!.ToJsonString());
        Assert.Equal((string)expected["answer"]!, (string)got["answer"]!);
        Assert.NotNull(got["snapshot"]!["time"]);
        Assert.InRange((double)got["snapshot"]!["ageSeconds"]!, 0, 600);
    }

    [Fact]
    public async Task A_scheduler_gets_verdicts_with_reasons_for_its_hosts()
    {
        await using RunningService service = await FilledAsync();
        using HttpClient client = await service.ClientAsync(Roles.Read);
        JsonNode answer = await RunningService.PostAsync(
            client, "/api/v1/check", """{"guest":"search","hosts":["kube2","pve1","virt1"]}""");
        Assert.Equal("yes", (string)answer["answer"]!);
        Assert.Equal(["kube2", "pve1", "virt1"], answer["hosts"]!.AsArray().Select(h => (string)h!["host"]!));
        Assert.Equal("incompatible", (string)answer["hosts"]![1]!["verdict"]!);
        Assert.NotEmpty(answer["hosts"]![1]!["missing"]!.AsArray());

        JsonNode cpu = await RunningService.PostAsync(
            client, "/api/v1/check", """{"cpu":"<cpu match='exact'><model>EPYC</model></cpu>","pool":"intel"}""");
        Assert.Equal("no", (string)cpu["answer"]!);
    }

    [Theory]
    [InlineData("{}", 400)]
    [InlineData("""{"guest":"search","cpu":"<cpu/>"}""", 400)]
    [InlineData("""{"guest":"nobody"}""", 404)]
    [InlineData("""{"guest":"search","pool":"nowhere"}""", 404)]
    [InlineData("""{"guest":"search","hosts":["nowhere"]}""", 422)]
    [InlineData("""{"cpu":"<cpu"}""", 422)]
    [InlineData("""{"guest":"search","unknown":1}""", 400)]
    [InlineData("""{"guest":"search","guest":"mail"}""", 400)]
    [InlineData("[]", 400)]
    [InlineData("", 400)]
    public async Task A_question_that_makes_no_sense_is_told_so(string body, int status)
    {
        await using RunningService service = await FilledAsync();
        using HttpClient client = await service.ClientAsync(Roles.Read);
        using HttpResponseMessage response = await client.PostAsync("/api/v1/check", RunningService.Text(body), Cancellation);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Lists_come_in_pages_that_together_are_everything_once()
    {
        await using RunningService service = await FilledAsync();
        using HttpClient client = await service.ClientAsync(Roles.Read);
        List<string> hosts = [];
        for (string? cursor = string.Empty; cursor is not null;)
        {
            JsonNode page = await RunningService.GetAsync(client, $"/api/v1/hosts?limit=2&cursor={cursor}");
            hosts.AddRange(page["hosts"]!.AsArray().Select(h => (string)h!["name"]!));
            cursor = (string?)page["next"];
        }

        Assert.Equal(["kube1", "kube2", "pve1", "pve2", "virt1"], hosts);
        JsonNode stuck = await RunningService.GetAsync(client, "/api/v1/guests?stuck=true");
        Assert.Equal(["build", "shop"], stuck["guests"]!.AsArray().Select(g => (string)g!["name"]!));
        using HttpResponseMessage bad = await client.GetAsync("/api/v1/hosts?limit=0", Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
    }

    [Fact]
    public async Task An_answer_that_is_known_already_is_not_sent_again()
    {
        await using RunningService service = await FilledAsync();
        using HttpClient client = await service.ClientAsync(Roles.Read);
        using HttpResponseMessage first = await client.GetAsync("/api/v1/hosts", Cancellation);
        client.DefaultRequestHeaders.IfNoneMatch.Add(first.Headers.ETag!);
        using HttpResponseMessage second = await client.GetAsync("/api/v1/hosts", Cancellation);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        await service.ReportAsync(Samples.Of("new", "pve1.xml"));
        await service.RefreshAsync();
        using HttpResponseMessage third = await client.GetAsync("/api/v1/hosts", Cancellation);
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
    }

    [Fact]
    public async Task Pools_plans_changes_audits_and_conversions_are_answered()
    {
        await using RunningService service = await FilledAsync();
        using HttpClient client = await service.ClientAsync(Roles.Read);
        JsonNode pools = await RunningService.PostAsync(client, "/api/v1/pools/propose", """{"k":3}""");
        Assert.Equal(3, pools["pools"]!.AsArray().Count);
        JsonNode change = await RunningService.PostAsync(
            client, "/api/v1/what-if", """{"actions":[{"action":"retire","host":"kube2"}],"maxPools":3}""");
        Assert.Equal("no", (string)change["answer"]!);
        JsonNode plan = await RunningService.PostAsync(client, "/api/v1/plan", """{"drain":["kube1"],"platform":"libvirt"}""");
        Assert.Contains("kube2", plan.ToJsonString(), StringComparison.Ordinal);
        JsonNode audit = await RunningService.GetAsync(client, "/api/v1/audit/mitigations?pool=intel");
        Assert.NotNull(audit["answer"]);
        JsonNode cost = await RunningService.GetAsync(client, "/api/v1/pools/intel/cost");
        Assert.Equal("yes", (string)cost["answer"]!);
        JsonNode written = await RunningService.PostAsync(
            client, "/api/v1/convert", """{"document":"<cpu><model>Haswell-noTSX</model></cpu>","to":"qemu"}""");
        Assert.Contains("Haswell-noTSX", (string)written["files"]![0]!["text"]!, StringComparison.Ordinal);
        JsonNode map = await RunningService.GetAsync(client, "/api/v1/map");
        Assert.Contains("avx2", map["features"]!.AsArray().Select(f => (string)f!));
    }

    [Fact]
    public async Task A_host_is_told_with_what_each_truth_says()
    {
        await using RunningService service = await FilledAsync();
        using HttpClient client = await service.ClientAsync(Roles.Read);
        JsonNode host = await RunningService.GetAsync(client, "/api/v1/hosts/pve1");
        Assert.Equal("physical", (string)host["statements"]![0]!["truth"]!);
        Assert.Contains("avx2", host["statements"]![0]!["yes"]!.AsArray().Select(f => (string)f!));
        JsonNode targets = await RunningService.GetAsync(client, "/api/v1/guests/id-mail/targets");
        Assert.DoesNotContain("pve2", targets["hosts"]!.AsArray().Select(h => (string)h!["host"]!));
    }

    [Fact]
    public async Task Names_of_hosts_are_data_and_nothing_else()
    {
        await using RunningService service = await RunningService.StartAsync();
        string[] names = ["'; DROP TABLE host; --", "<script>alert(1)</script>", "\"quoted\"", "ünï", "../../etc/passwd"];
        foreach (string name in names)
        {
            Assert.Equal(ReportResult.Accepted, (await service.ReportAsync(Samples.Of(name, "pve1.xml"))).Result);
        }

        await service.RefreshAsync();
        using HttpClient client = await service.ClientAsync(Roles.Read);
        JsonNode list = await RunningService.GetAsync(client, "/api/v1/hosts");
        Assert.Equal(names.Order(StringComparer.Ordinal), list["hosts"]!.AsArray().Select(h => (string)h!["name"]!));
        foreach (string name in names)
        {
            JsonNode host = await RunningService.GetAsync(client, $"/api/v1/hosts/{Uri.EscapeDataString(name)}");
            Assert.Equal(name, (string)host["host"]!["name"]!);
        }
    }

    [Fact]
    public async Task What_is_stale_is_told_and_a_strict_question_is_undecided()
    {
        MovedClock clock = new();
        await using RunningService service = await RunningService.StartAsync(clock: clock);
        await service.ReportAsync(Samples.Of("a", "kube2.xml"));
        clock.Offset = TimeSpan.FromHours(25);
        await service.RefreshAsync();
        using HttpClient client = await service.ClientAsync(Roles.Read);
        JsonNode list = await RunningService.GetAsync(client, "/api/v1/hosts?stale=true");
        Assert.Equal("a", (string)list["hosts"]![0]!["name"]!);
        JsonNode matrix = await RunningService.GetAsync(client, "/api/v1/matrix?strictAge=true");
        Assert.Equal("undecided", (string)matrix["answer"]!);
    }

    private static async Task<RunningService> FilledAsync()
    {
        RunningService service = await RunningService.StartAsync();
        foreach (HostReport report in Samples.Fleet)
        {
            Assert.Equal(ReportResult.Accepted, (await service.ReportAsync(report)).Result);
        }

        using HttpClient planner = await service.ClientAsync(Roles.Plan);
        await Put("intel", """["pve1","pve2","kube1","kube2"]""");
        await Put("amd", """["virt1"]""");
        await service.RefreshAsync();
        return service;

        async Task Put(string pool, string hosts)
        {
            using HttpResponseMessage response = await planner.PutAsync(
                $"/api/v1/pools/{pool}", RunningService.Text($$"""{"version":0,"hosts":{{hosts}}}"""), Cancellation);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }
}
