using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NVirt.Fleet.Reports;
using NVirt.Xml;

namespace NVirt.Fleet.Agent.Sending;

/// <summary>
/// The service over HTTP. What it answers is bounded in size and time, and never trusted. Not for use by several threads.
/// </summary>
/// <param name="client">From <see cref="ServiceConnection"/>.</param>
/// <param name="credentials">What shows who sends.</param>
/// <param name="patience">How long a request may take with its answer.</param>
internal sealed class HttpReportService(HttpClient client, HostCredentials credentials, TimeSpan patience) : IReportService
{
    private const string Reports = "api/v1/reports";
    private const string Heartbeats = "api/v1/heartbeats";
    private const string Enrolments = "api/v1/enrol";
    private const int MostAnswer = 4 << 20;
    private const int MostProblem = 64 << 10;
    private const int LongestReason = 300;
    private const int Uncompressed = 1024;

    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public async Task<ReportAnswer> SendAsync(HostReport report, CancellationToken cancellation)
    {
        await EnrolAsync(report.Host, cancellation);
        return await AskAsync(
            Reports, report, ReportJson.Default.HostReport, credentials.Token, HttpStatusCode.OK, ReportJson.Default.ReportAnswer,
            cancellation);
    }

    /// <inheritdoc/>
    public async Task<ReportAnswer> SendAsync(HostHeartbeat heartbeat, CancellationToken cancellation)
    {
        await EnrolAsync(heartbeat.Host, cancellation);
        return await AskAsync(
            Heartbeats, heartbeat, ReportJson.Default.HostHeartbeat, credentials.Token, HttpStatusCode.OK, ReportJson.Default.ReportAnswer,
            cancellation);
    }

    // Once: the token is kept.
    private async Task EnrolAsync(string host, CancellationToken cancellation)
    {
        if (credentials.Enrolment is not { } enrolment)
        {
            return;
        }

        EnrolmentAnswer answer = await AskAsync(
            Enrolments, new EnrolmentRequest(host), EnrolmentJson.Default.EnrolmentRequest, enrolment, HttpStatusCode.Created,
            EnrolmentJson.Default.EnrolmentAnswer, cancellation);
        if (!SecretFile.IsToken(answer.Token))
        {
            throw new ServiceException(Messages.Service_Senseless);
        }

        credentials.Keep(answer.Token);
    }

    private async Task<TAnswer> AskAsync<TQuestion, TAnswer>(
        string path, TQuestion question, JsonTypeInfo<TQuestion> questionType, string? token, HttpStatusCode expected,
        JsonTypeInfo<TAnswer> answerType, CancellationToken cancellation)
        where TAnswer : class
    {
        using CancellationTokenSource bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bounded.CancelAfter(patience);
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = ContentOf(question, questionType) };
            request.Headers.Accept.ParseAdd("application/json");
            if (token is not null)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            }

            using HttpResponseMessage response =
                await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, bounded.Token);
            if (response.StatusCode != expected)
            {
                throw await RefusalOfAsync(response, bounded.Token);
            }

            byte[] body = await ReadAsync(response, MostAnswer, bounded.Token) ?? throw new ServiceException(Messages.Service_TooLong);
            return JsonSerializer.Deserialize(body, answerType) ?? throw new ServiceException(Messages.Service_Senseless);
        }
        catch (JsonException e)
        {
            throw new ServiceException(Messages.Service_Senseless, e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new ServiceException(Text.Of(Messages.Service_Late, client.BaseAddress, patience.TotalSeconds), e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new ServiceException(
                Text.Of(Messages.Service_Unreachable, client.BaseAddress, Text.OnOneLine(ReasonOf(e), LongestReason)), e);
        }
    }

    private static string ReasonOf(Exception problem) =>
        problem.InnerException is AuthenticationException or IOException ? problem.InnerException.Message : problem.Message;

    private static ByteArrayContent ContentOf<T>(T value, JsonTypeInfo<T> type)
    {
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(value, type);
        bool isPacked = bytes.Length > Uncompressed;
        ByteArrayContent content = new(isPacked ? Gzip.Pack(bytes) : bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (isPacked)
        {
            content.Headers.ContentEncoding.Add("gzip");
        }

        return content;
    }

    // What the service says of it is shown, shortened; it knows nothing that is secret here but what it was sent.
    private async Task<ServiceException> RefusalOfAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        int status = (int)response.StatusCode;
        string text = status switch
        {
            401 or 403 => Text.Of(Messages.Service_NotAllowed, client.BaseAddress, status),
            >= 300 and < 400 => Text.Of(Messages.Service_Elsewhere, client.BaseAddress, status),
            413 => Text.Of(Messages.Service_TooMuch, client.BaseAddress),
            _ => Text.Of(Messages.Service_Refuses, client.BaseAddress, status),
        };
        if (response.Content.Headers.ContentType?.MediaType == "application/problem+json"
            && await ReadAsync(response, MostProblem, cancellation) is { } body && ProblemOf(body) is { } reason)
        {
            text = $"{text}: {Text.OnOneLine(reason, LongestReason)}";
        }

        return new ServiceException(text) { RetryAfter = PauseOf(response) };
    }

    private static string? ProblemOf(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, EnrolmentJson.Default.ServiceProblem) is { } problem
                ? problem.Detail ?? problem.Title : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static TimeSpan? PauseOf(HttpResponseMessage response)
    {
        TimeSpan? wanted = response.Headers.RetryAfter switch
        {
            { Delta: { } seconds } => seconds,
            { Date: { } date } => date - DateTimeOffset.UtcNow,
            _ => null,
        };
        return wanted is not { } pause || pause < TimeSpan.Zero ? null : pause > LongestPause ? LongestPause : pause;
    }

    private static async Task<byte[]?> ReadAsync(HttpResponseMessage response, int most, CancellationToken cancellation)
    {
        await using Stream stream = await response.Content.ReadAsStreamAsync(cancellation);
        using MemoryStream body = new();
        byte[] buffer = new byte[8192];
        for (int read; (read = await stream.ReadAsync(buffer, cancellation)) > 0;)
        {
            if (body.Length + read > most)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }
}
