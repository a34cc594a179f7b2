using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NVirt.Fleet.Server.Tests.Support;

namespace NVirt.Fleet.Server.Tests.Api;

/// <summary>Clients that mean harm, or are broken.</summary>
public sealed class HostileTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Changes of real requests: none is an error of the service, and none goes unanswered.</summary>
    [Fact]
    [Trait("Run", "long")]
    public async Task No_body_makes_the_service_fail()
    {
        await using RunningService service = await RunningService.StartAsync();
        await service.ReportAsync(Samples.Fleet[0]);
        await service.RefreshAsync();
        Random random = new(RunSettings.Seed);
        byte[][] seeds =
        [
            Encoding.UTF8.GetBytes(await RunningService.Json(Samples.Fleet[0]).ReadAsStringAsync(Cancellation)),
            """{"guest":"shop","hosts":["pve1"],"pool":"x","cpu":"<cpu/>","form":"libvirt"}"""u8.ToArray(),
            """{"actions":[{"action":"lose","host":"pve1","features":["avx2"]}],"maxPools":3}"""u8.ToArray(),
            """{"k":2,"loss":5,"keep":["avx"],"pin":{"pve1":"a"},"minSize":1,"value":"flat"}"""u8.ToArray(),
            """{"drain":["pve1"],"platform":"proxmox","after":[]}"""u8.ToArray(),
            """{"document":"<cpu><model>Haswell</model></cpu>","to":"qemu"}"""u8.ToArray(),
            """{"version":0,"hosts":["pve1"]}"""u8.ToArray(),
            """{"role":"read","hours":1}"""u8.ToArray(),
        ];
        (string Method, string Path)[] doors =
        [
            .. service.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                .SelectMany(e => (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
                    .Where(m => m != "GET" && m != "DELETE").Select(m => (m, "/" + e.RoutePattern.RawText!.TrimStart('/')))),
        ];
        using HttpClient admin = await service.ClientAsync();
        using HttpClient host = await service.HostAsync("pve1");
        for (int i = 0; i < RunSettings.Times(600); i++)
        {
            (string method, string path) = doors[random.Next(doors.Length)];
            byte[] body = Changed(seeds[random.Next(seeds.Length)], random);
            using HttpRequestMessage request = new(new HttpMethod(method), path.Replace("{pool}", "p%00q", StringComparison.Ordinal))
            {
                Content = new ByteArrayContent(body),
            };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
            bool isAgents = path.EndsWith("/reports", StringComparison.Ordinal) || path.EndsWith("/heartbeats", StringComparison.Ordinal);
            using HttpResponseMessage response = await (isAgents ? host : admin).SendAsync(request, Cancellation);
            Assert.True((int)response.StatusCode < 500, $"NVIRT_SEED={RunSettings.Seed} {method} {path}: {Encoding.UTF8.GetString(body)}");
        }

        Assert.DoesNotContain(service.Log.Lines, l => l.Contains("a request failed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_packed_body_that_unpacks_to_too_much_is_refused()
    {
        await using RunningService service = await RunningService.StartAsync();
        using HttpClient client = await service.HostAsync("h");
        using MemoryStream packed = new();
        using (System.IO.Compression.GZipStream gzip = new(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 100; i++)
            {
                gzip.Write(zeros);
            }
        }

        using ByteArrayContent content = new(packed.ToArray());
        content.Headers.ContentType = new("application/json");
        content.Headers.ContentEncoding.Add("gzip");
        using HttpResponseMessage response = await client.PostAsync("/api/v1/reports", content, Cancellation);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task A_body_of_another_type_is_refused_so_that_no_page_can_send_one()
    {
        await using RunningService service = await RunningService.StartAsync();
        using HttpClient client = await service.ClientAsync();
        using StringContent form = new("""{"role":"admin"}""", Encoding.UTF8, "text/plain");
        using HttpResponseMessage response = await client.PostAsync("/api/v1/tokens", form, Cancellation);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    /// <summary>Clients that send a line and then nothing hold no others up.</summary>
    [Fact]
    public async Task Slow_clients_hold_no_others_up()
    {
        await using RunningService service = await RunningService.StartAsync();
        List<TcpClient> slow = [];
        try
        {
            for (int i = 0; i < 200; i++)
            {
                TcpClient client = new();
                await client.ConnectAsync("127.0.0.1", service.Address.Port, Cancellation);
                await client.GetStream().WriteAsync("POST /api/v1/reports HTTP/1.1\r\nHost: x\r\nContent-Le"u8.ToArray(), Cancellation);
                slow.Add(client);
            }

            using HttpClient other = await service.ClientAsync();
            JsonNode answer = await RunningService.GetAsync(other, "/api/v1/hosts");
            Assert.NotNull(answer["snapshot"]);
        }
        finally
        {
            slow.ForEach(c => c.Dispose());
        }
    }

    private static byte[] Changed(byte[] seed, Random random)
    {
        byte[] body = [.. seed];
        for (int changes = random.Next(4); changes > 0 && body.Length > 0; changes--)
        {
            int place = random.Next(body.Length);
            switch (random.Next(4))
            {
                case 0:
                    body[place] = (byte)random.Next(256);
                    break;
                case 1:
                    body = body[..place];
                    break;
                case 2:
                    body = [.. body[..place], .. "99999999999999999999"u8, .. body[place..]];
                    break;
                default:
                    body = [.. body[..place], .. body[(place / 2)..]];
                    break;
            }
        }

        return body;
    }
}
