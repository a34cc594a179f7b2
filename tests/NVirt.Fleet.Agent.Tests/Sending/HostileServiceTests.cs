using System.Globalization;
using System.IO.Compression;
using System.Text;
using NVirt.Fleet.Agent.Sending;
using NVirt.Fleet.Reports;

namespace NVirt.Fleet.Agent.Tests.Sending;

public sealed class HostileServiceTests
{
    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"result\":7}")]
    [InlineData("{\"result\":\"no-such-word\"}")]
    public async Task An_answer_without_sense_is_refused(string body)
    {
        using RawService service = RawService.Of(RawService.Json(body));
        await Assert.ThrowsAsync<ServiceException>(() => service.BeatAsync());
    }

    [Fact]
    public async Task An_answer_that_is_nested_deeply_is_refused()
    {
        using RawService service = RawService.Of(RawService.Json(new string('[', 1 << 20)));
        await Assert.ThrowsAsync<ServiceException>(() => service.BeatAsync());
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read_to_its_end()
    {
        long sent = 0;
        using RawService service = new(async (stream, end) =>
        {
            await stream.WriteAsync(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000000000\r\n\r\n"u8.ToArray(), end);
            byte[] block = new byte[1 << 16];
            for (; sent < 1_000_000_000; sent += block.Length)
            {
                await stream.WriteAsync(block, end);
            }
        });

        await Assert.ThrowsAsync<ServiceException>(() => service.BeatAsync());
        Assert.InRange(sent, 0, 64 << 20);
    }

    [Fact]
    public async Task Headers_without_end_are_refused()
    {
        using RawService service = RawService.Of($"HTTP/1.1 200 OK\r\nX: {new string('x', 1 << 20)}\r\n\r\n");
        await Assert.ThrowsAsync<ServiceException>(() => service.BeatAsync());
    }

    [Fact]
    public async Task What_is_packed_is_not_unpacked()
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(new byte[64 << 20]);
        }

        using RawService service = new(async (stream, end) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Create(
                CultureInfo.InvariantCulture,
                $"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Type: application/json\r\nContent-Length: {packed.Length}\r\n\r\n")),
                end);
            await stream.WriteAsync(packed.ToArray(), end);
        });

        await Assert.ThrowsAsync<ServiceException>(() => service.BeatAsync());
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        using RawService other = RawService.Of(RawService.Json("{\"result\":\"accepted\"}"));
        using RawService service = RawService.Of(
            $"HTTP/1.1 307 Temporary Redirect\r\nLocation: http://localhost:{other.Port}/api/v1/heartbeats\r\nContent-Length: 0\r\n\r\n");

        Assert.Contains("307", (await Assert.ThrowsAsync<ServiceException>(() => service.BeatAsync())).Message, StringComparison.Ordinal);
        Assert.Equal(0, other.Connections);
    }

    [Fact]
    public async Task A_service_that_never_answers_is_given_up()
    {
        using RawService service = new((_, end) => Task.Delay(Timeout.Infinite, end));
        await Assert.ThrowsAsync<ServiceException>(() => service.BeatAsync(TimeSpan.FromMilliseconds(300)));
    }

    [Fact]
    public async Task What_it_says_of_a_refusal_does_nothing_to_a_terminal()
    {
        const string body = "{\"title\":\"x\",\"detail\":\"a\\u001b[2Jb\\nc\"}";
        using RawService service = RawService.Of(
            $"HTTP/1.1 400 Bad Request\r\nContent-Type: application/problem+json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        ServiceException refusal = await Assert.ThrowsAsync<ServiceException>(() => service.BeatAsync());

        Assert.DoesNotContain(refusal.Message, char.IsControl);
    }

    [Fact]
    public async Task A_service_that_answers_well_is_believed()
    {
        using RawService service = RawService.Of(RawService.Json("{\"result\":\"accepted\"}"));
        Assert.Equal(ReportResult.Accepted, (await service.BeatAsync()).Result);
    }
}
