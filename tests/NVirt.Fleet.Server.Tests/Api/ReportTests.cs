using System.Net;
using System.Text.Json.Nodes;
using NVirt.Fleet.Reports;
using NVirt.Fleet.Server.Access;
using NVirt.Fleet.Server.Store;
using NVirt.Fleet.Server.Tests.Support;

namespace NVirt.Fleet.Server.Tests.Api;

/// <summary>What agents say, and what is made of it.</summary>
public sealed class ReportTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_report_without_documents_is_answered_with_those_to_send()
    {
        await using RunningService service = await RunningService.StartAsync();
        HostReport report = Samples.Fleet[0];

        ReportAnswer first = await service.ReportAsync(Samples.Bare(report));
        Assert.Equal(ReportResult.Incomplete, first.Result);
        Assert.Equal(report.Documents.Select(d => d.Sha256), first.Need);
        Assert.Null(await service.Store.FindHostAsync(report.Host, Cancellation));

        Assert.Equal(ReportResult.Accepted, (await service.ReportAsync(report)).Result);
        Assert.Equal(ReportResult.Accepted, (await service.ReportAsync(Samples.Bare(report) with { Seq = 2 })).Result);
    }

    [Fact]
    public async Task What_a_report_leaves_out_is_nothing()
    {
        await using RunningService service = await RunningService.StartAsync();
        using HttpClient client = await service.HostAsync("bare");
        using HttpResponseMessage response = await client.PostAsync(
            "/api/v1/reports",
            RunningService.Text("""
                {"schema":"nvirt-report/1","host":"bare","boot_id":"b","seq":1,"time":"2026-11-30T06:00:00Z","problem":"no libvirt"}
                """),
            Cancellation);
        Assert.Equal(ReportResult.Accepted, (await RunningService.AnswerOf(response)).Result);
        Assert.Equal("no libvirt", (await service.Store.FindHostAsync("bare", Cancellation))!.Problem);
    }

    [Fact]
    public async Task A_report_counts_once_and_an_older_one_not_at_all()
    {
        await using RunningService service = await RunningService.StartAsync();
        HostReport report = Samples.Fleet[0];
        Assert.Equal(ReportResult.Accepted, (await service.ReportAsync(report with { Seq = 5 })).Result);
        Assert.Equal(ReportResult.Duplicate, (await service.ReportAsync(report with { Seq = 5 })).Result);
        Assert.Equal(ReportResult.Older, (await service.ReportAsync(report with { Seq = 4, Guests = [] })).Result);
        Assert.Equal(ReportResult.Accepted, (await service.ReportAsync(report with { Seq = 1, BootId = "boot-2" })).Result);
        Assert.Equal(ReportResult.Older, (await service.ReportAsync(report with { Seq = 9, BootId = "boot-1" })).Result);
        Assert.Equal(1, (await service.Store.RecountAsync(Cancellation)).Sum(c => c.Guests));
        Assert.Equal(await service.Store.RecountAsync(Cancellation), await service.Store.ReadCountsAsync(Cancellation));
    }

    [Fact]
    public async Task A_heartbeat_is_accepted_for_what_was_reported_and_for_nothing_else()
    {
        await using RunningService service = await RunningService.StartAsync();
        HostReport report = Samples.Fleet[3];
        using HttpClient client = await service.HostAsync(report.Host);
        Assert.Equal(ReportResult.Unknown, await Beat(ReportDigest.Of(report)));
        await service.ReportAsync(report);
        Assert.Equal(ReportResult.Accepted, await Beat(ReportDigest.Of(report)));
        Assert.Equal(ReportResult.Unknown, await Beat(new string('0', 64)));

        async Task<ReportResult> Beat(string digest)
        {
            using HttpResponseMessage response = await client.PostAsync(
                "/api/v1/heartbeats",
                RunningService.Text($$"""{"host":"kube2","boot_id":"boot-1","seq":1,"digest":"{{digest}}"}"""), Cancellation);
            return (await RunningService.AnswerOf(response)).Result;
        }
    }

    [Fact]
    public async Task A_host_can_report_for_itself_only()
    {
        await using RunningService service = await RunningService.StartAsync();
        using HttpClient client = await service.HostAsync("kube2");
        using HttpResponseMessage response =
            await client.PostAsync("/api/v1/reports", RunningService.Json(Samples.Fleet[0]), Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Null(await service.Store.FindHostAsync("pve1", Cancellation));
    }

    [Theory]
    [InlineData("schema")]
    [InlineData("seq")]
    [InlineData("digest")]
    [InlineData("bomb")]
    [InlineData("guest")]
    [InlineData("twice")]
    [InlineData("name")]
    [InlineData("microcode")]
    public async Task What_is_no_report_is_refused_and_nothing_is_kept(string what)
    {
        await using RunningService service = await RunningService.StartAsync();
        HostReport report = Samples.Fleet[0];
        HostReport wrong = what switch
        {
            "schema" => report with { Schema = "nvirt-report/2" },
            "seq" => report with { Seq = 0 },
            "digest" => report with { Documents = [report.Documents[0] with { Sha256 = new string('a', 64) }, report.Documents[1]] },
            "bomb" => report with { Documents = [Samples.Document("host", new byte[9 << 20]), report.Documents[1]] },
            "guest" => report with { Documents = [report.Documents[0]] },
            "twice" => report with { Guests = [report.Guests[0], report.Guests[0]] },
            "name" => report with { Guests = [report.Guests[0] with { Name = "a\nb" }] },
            _ => report with { Facts = report.Facts with { Microcode = "12" } },
        };
        using HttpClient client = await service.HostAsync(report.Host);
        using HttpResponseMessage response = await client.PostAsync("/api/v1/reports", RunningService.Json(wrong), Cancellation);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Null(await service.Store.FindHostAsync("pve1", Cancellation));
    }

    [Fact]
    public async Task A_host_whose_document_cannot_be_read_stays_in_as_unreachable()
    {
        await using RunningService service = await RunningService.StartAsync();
        HostReport report = Samples.Of("odd", "pve1.xml") with { Documents = [Samples.Document("host", "<no"u8.ToArray())] };
        Assert.Equal(ReportResult.Accepted, (await service.ReportAsync(report)).Result);
        await service.RefreshAsync();
        using HttpClient client = await service.ClientAsync(Roles.Read);
        JsonNode host = (await RunningService.GetAsync(client, "/api/v1/hosts"))["hosts"]![0]!;
        Assert.True((bool)host["unreachable"]!);
        Assert.NotNull(host["problem"]);
    }

    [Fact]
    public async Task What_a_host_loses_is_an_event_and_fatal_if_a_guest_has_it()
    {
        await using RunningService service = await RunningService.StartAsync();
        HostReport before = Samples.With(
            Samples.Of("h", "kube2.xml"), "g", Samples.Guest("Skylake-Server"), Samples.Guest("Skylake-Server"));
        await service.ReportAsync(before);
        HostReport after = before with
        {
            Seq = 2,
            Facts = before.Facts with { Qemu = "8.0.0" },
            Documents = [Samples.Of("h", "virt1.xml").Documents[0], .. before.Documents.Skip(1)],
        };
        await service.ReportAsync(after);
        IReadOnlyList<StoredEvent> events = await service.Store.ReadEventsAsync(new EventFilter { Host = "h" }, Cancellation);
        Assert.Equal(["version", "joined", "drift"], events.Select(e => e.Kind).OrderByDescending(k => k, StringComparer.Ordinal));
        StoredEvent drift = events.Single(e => e.Kind == "drift");
        Assert.Equal("fatal", drift.Grade);
        Assert.NotEmpty(JsonNode.Parse(drift.Detail)!["truths"]![0]!["promised"]!.AsArray());
    }
}
